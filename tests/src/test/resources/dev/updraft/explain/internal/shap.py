"""Shapley values of trees of scikit-learn by the shap package, for TreeShapTest: python shap.py > shap.txt"""

import numpy as np
import shap
import sklearn
from sklearn.datasets import load_diabetes, load_iris
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

out = []


def dump(name, model, X, rows):
    t = model.tree_
    order = [0]
    for n in order:
        if t.children_left[n] >= 0:
            order += [t.children_left[n], t.children_right[n]]
    place = {n: i for i, n in enumerate(order)}
    val = t.value[:, 0, :] if t.value.shape[2] > 1 else t.value[:, :, 0]
    out.append(f"tree {name} {X.shape[1]} {val.shape[1]} {len(order)}")
    for n in order:
        leaf=t.children_left[n]<0
        v=' '.join(repr(float(np.float32(x))) for x in val[n])
        out.append(f"node {-1 if leaf else t.feature[n]} {0 if leaf else repr(float(np.float32(t.threshold[n])))} {-1 if leaf else place[t.children_left[n]]} {int(t.n_node_samples[n])} {v}")
    e=shap.TreeExplainer(model, feature_perturbation='tree_path_dependent')
    s=e.shap_values(X[rows])
    s=np.asarray(s)
    if s.ndim==2: s=s[:,:,None]
    base=np.atleast_1d(e.expected_value)
    out.append("base "+' '.join(repr(float(b)) for b in base))
    for i,r in enumerate(rows):
        out.append("row "+' '.join(repr(float(x)) for x in X[r]))
        for o in range(s.shape[2]): out.append("shap "+' '.join(repr(float(x)) for x in s[i,:,o]))
X,y=load_diabetes(return_X_y=True); X=X.astype(np.float32)
dump("diabetes", DecisionTreeRegressor(max_depth=6,min_samples_leaf=5,random_state=0).fit(X,y), X, [0,100,200,441])
X,y=load_iris(return_X_y=True); X=X.astype(np.float32)
dump("iris", DecisionTreeClassifier(max_depth=4,random_state=0).fit(X,y), X, [0,70,106,149])
print(f"# shap {shap.__version__} (tree_path_dependent) of trees of scikit-learn {sklearn.__version__}: a tree with its features,")
print("# outputs and nodes; of each node feature, threshold, left child, rows, values; the base; rows with the values of each output")
print('\n'.join(out))
