package com.example.churn;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** Lists the customers who are likely to leave. */
public final class AtRisk {
    private static final String CURRENT = "select * from customers where outcome is null order by customer_id";

    private AtRisk() {}

    /** Takes the file of the database, and the file of the weights. */
    public static void main(String[] arguments) throws SQLException {
        if (arguments.length != 2) {
            System.err.println("expected two files: shop WEIGHTS.safetensors");
            System.exit(1);
        }
        find(Path.of(arguments[0]), Path.of(arguments[1]))
                .forEach((id, customer) -> System.out.printf(
                        "customer %d: %s, %.0f calls to support%n", id, customer.contract(), customer.supportCalls()));
    }

    /** By their ids, those of whom it is still to be seen, and of whom the model says that they leave. */
    static Map<Integer, Churn.Customer> find(Path database, Path weights) throws SQLException {
        var leaving = new TreeMap<Integer, Churn.Customer>();
        try (var churn = Churn.load(weights);
                var connection = Shop.connect(database);
                var statement = connection.createStatement();
                var row = statement.executeQuery(CURRENT)) {
            while (row.next()) {
                var customer = customer(row);
                if (churn.predict(customer) == Churn.Outcome.LEAVES) {
                    leaving.put(row.getInt("customer_id"), customer);
                }
            }
        }
        return leaving;
    }

    private static Churn.Customer customer(ResultSet row) throws SQLException {
        return new Churn.Customer(
                row.getDouble("tenure"),
                row.getDouble("monthly_charges"),
                row.getObject("last_bill", Double.class),
                row.getString("contract"),
                row.getString("payment"),
                row.getDouble("support_calls"),
                row.getBoolean("online_only"),
                row.getDate("signed").toLocalDate());
    }
}
