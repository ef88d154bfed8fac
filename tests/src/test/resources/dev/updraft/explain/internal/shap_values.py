"""Writes shap_values.txt: Shapley values of trees of scikit-learn by the shap package, for TreeShapTest.

Run: python3 shap_values.py > shap_values.txt
"""
import numpy as np
import shap
import sklearn
from sklearn.datasets import load_diabetes, load_iris
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor


def numbers(values):
    return ' '.join(repr(float(value)) for value in values)


def write(name, model, x, rows):
    tree = model.tree_
    order = [0]
    for node in order:
        if tree.children_left[node] >= 0:
            order += [tree.children_left[node], tree.children_right[node]]
    place = {node: i for i, node in enumerate(order)}
    values = tree.value[:, 0, :].astype(np.float32)
    print('tree', name, x.shape[1], values.shape[1], len(order))
    for node in order:
        leaf = tree.children_left[node] < 0
        feature = -1 if leaf else tree.feature[node]
        threshold = 0 if leaf else float(np.float32(tree.threshold[node]))
        left = -1 if leaf else place[tree.children_left[node]]
        print('node', feature, threshold, left, tree.n_node_samples[node], numbers(values[node]))
    explainer = shap.TreeExplainer(model, feature_perturbation='tree_path_dependent')
    found = np.asarray(explainer.shap_values(x[rows]))
    found = found[:, :, None] if found.ndim == 2 else found
    print('base', numbers(np.atleast_1d(explainer.expected_value)))
    for i, row in enumerate(rows):
        print('row', numbers(x[row]))
        for output in range(found.shape[2]):
            print('shap', numbers(found[i, :, output]))


print(f'# shap {shap.__version__} (tree_path_dependent) of trees of scikit-learn {sklearn.__version__}: a tree with its features,')
print('# outputs and nodes; of each node feature, threshold, left child, rows, values; the base; rows with the values of each output')
x, y = load_diabetes(return_X_y=True)
x = x.astype(np.float32)
write('diabetes', DecisionTreeRegressor(max_depth=6, min_samples_leaf=5, random_state=0).fit(x, y), x, [0, 100, 200, 441])
x, y = load_iris(return_X_y=True)
x = x.astype(np.float32)
write('iris', DecisionTreeClassifier(max_depth=4, random_state=0).fit(x, y), x, [0, 70, 106, 149])
