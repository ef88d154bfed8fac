package dev.updraft;

/** Computes each call for itself, as many side by side as the engine has threads. */
final class PooledPredictor extends AbstractPredictor {
    private final Sessions sessions;

    PooledPredictor(Sessions sessions) {
        super(sessions.shape());
        this.sessions = sessions;
    }

    @Override
    <S, R> double predict(SampleForm<S> given, S samples, int count, ResultForm<R> wanted, R results) {
        return sessions.predict(given, samples, count, wanted, results);
    }

    @Override
    public void close() {
        sessions.close();
    }
}
