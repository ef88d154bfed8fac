"""Writes the folder data: the samples of the twelve programs, from the data sets that come with scikit-learn.

    python data.py

Digits are the 1,797 of UCI's "Optical Recognition of Handwritten Digits" (8 by 8 pixels from 0 to 16), cancer its "Breast Cancer
Wisconsin (Diagnostic)", diabetes those of Efron, Hastie, Johnstone and Tibshirani, "Least angle regression", 2004. Ratings are
drawn here: nobody's may be given away.
"""
import pathlib

import numpy as np
from sklearn import datasets

FOLDER = pathlib.Path(__file__).parent / "data"
random = np.random.default_rng(1)


def write(name, test, **arrays):
    """A fifth, every fifth sample, is for testing."""
    for part, rows in (("train", ~test), ("test", test)):
        np.savez_compressed(FOLDER / f"{name}_{part}.npz", **{key: values[rows] for key, values in arrays.items()})


def fifth(count):
    return np.arange(count) % 5 == 4


digits = datasets.load_digits()
images = digits.images.astype(np.uint8)[..., None]
label = digits.target.astype(np.uint8)
write("digits", fifth(len(images)), image=images, digit=label)

noisy = np.clip(images / 16 + 0.3 * random.normal(size=images.shape), 0, 1)
noisy = np.round(255 * noisy).astype(np.uint8)
write("noisy", fifth(len(images)), noisy=noisy, clean=(images / 16).astype(np.float32), mask=(images[..., 0] > 7).astype(np.uint8))

partner = np.array([
    random.choice(np.flatnonzero((label == digit) == (i % 2 == 0))) for i, digit in enumerate(label)
])
write("pairs", fifth(len(images)), a=images, b=images[partner], same=(label == label[partner]).astype(np.uint8))

traits = np.stack([label % 2 == 0, np.isin(label, (2, 3, 5, 7)), label > 4, np.isin(label, (0, 6, 8, 9))], axis=1)
write("traits", fifth(len(images)), image=images, traits=traits.astype(np.float32))

rare = (label != 8) | (np.cumsum(label == 8) % 4 == 0)
write("rare", fifth(rare.sum()), image=images[rare], kind=(label[rare] == 8).astype(np.uint8))

cancer = datasets.load_breast_cancer()
measured = (cancer.data - cancer.data.mean(0)) / cancer.data.std(0)
write("cancer", fifth(len(measured)), cells=measured.astype(np.float32), diagnosis=cancer.target.astype(np.uint8))

diabetes = datasets.load_diabetes(scaled=False)
patient = ((diabetes.data - diabetes.data.mean(0)) / diabetes.data.std(0)).astype(np.float32)
progress = (diabetes.target / 100).astype(np.float32)[:, None]
write("diabetes", fifth(len(patient)), patient=patient, body=patient[:, :4], blood=patient[:, 4:], progress=progress)

USERS, FILMS, RATINGS = 120, 80, 4000
tastes, traits = random.normal(size=(USERS, 3)), random.normal(size=(FILMS, 3))
pairs = random.choice(USERS * FILMS, RATINGS, replace=False)
user, film = pairs // FILMS, pairs % FILMS
rating = 3 + 0.7 * (tastes[user] * traits[film]).sum(1) + 0.3 * random.normal(size=RATINGS)
write("ratings", fifth(RATINGS), user=user[:, None].astype(np.uint8), film=film[:, None].astype(np.uint8),
      rating=rating.astype(np.float32)[:, None])
