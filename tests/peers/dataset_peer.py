#!/usr/bin/env python3
"""Data sets made at random with the published tables' headers, converted by medssl and by pandas: both manifests must agree in every field.
Usage: dataset_peer.py MEDSSL [ROWS]; MEDSSL is the program, ROWS how many images a set has (2,000 without)."""
import os
import random
import subprocess
import sys
import tempfile

import numpy as np
import pandas as pd

MEDSSL, ROWS = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 2000
random.seed(5)


def touch(folder, paths):
    for path in paths:
        os.makedirs(os.path.dirname(os.path.join(folder, path)), exist_ok=True)
        open(os.path.join(folder, path), "w").close()


def compare(name, folder, expected, *options):
    out = os.path.join(folder, "manifest.csv")
    subprocess.run([MEDSSL, "convert", folder, "--dataset", name, "--out", out, "--overwrite", *options], check=True, stdout=subprocess.DEVNULL)
    ours = pd.read_csv(out, dtype=str, keep_default_na=False)
    expected = expected.astype(object).where(expected.notna(), "").astype(str)
    assert list(ours.columns) == list(expected.columns), (list(ours.columns), list(expected.columns))
    assert len(ours) == len(expected), (len(ours), len(expected))
    for column in ours.columns:
        wrong = (ours[column].to_numpy() != expected[column].to_numpy()).nonzero()[0]
        assert len(wrong) == 0, (name, column, len(wrong), ours[column].iloc[wrong[0]], expected[column].iloc[wrong[0]])
    print(f"{name} {' '.join(options)}: {len(ours)} rows and {len(ours.columns)} columns agree")


def states(frame, blank, uncertain):
    frame = frame.copy()
    frame[frame.isna()] = 0 if blank == "absent" else -9
    frame[frame == -1] = {"ignore": -9, "ones": 1, "zeros": 0}[uncertain]
    return frame.astype(int).replace({-9: ""}).astype(str)


def chexpert(folder):
    labels = ["No Finding", "Enlarged Cardiomediastinum", "Cardiomegaly", "Lung Opacity", "Lung Lesion", "Edema", "Consolidation", "Pneumonia", "Atelectasis",
              "Pneumothorax", "Pleural Effusion", "Pleural Other", "Fracture", "Support Devices"]
    frames = []
    for part, count, first in (("train", ROWS, 1), ("valid", ROWS // 10, 90000)):
        rows = []
        for i in range(count):
            frontal = random.random() < 0.8
            rows.append([f"CheXpert-v1.0/{part}/patient{first + i // 3:05d}/study{1 + i % 2}/view{i % 3 + 1}_{'frontal' if frontal else 'lateral'}.jpg",
                         random.choice(["Female", "Male", "Unknown"]), random.randint(0, 90), "Frontal" if frontal else "Lateral",
                         random.choice(["AP", "PA", "LL", "RL"]) if frontal else None] + [random.choice([None, 1.0, 0.0, -1.0]) for _ in labels])
        frame = pd.DataFrame(rows, columns=["Path", "Sex", "Age", "Frontal/Lateral", "AP/PA", *labels])
        frame.to_csv(os.path.join(folder, part + ".csv"), index=False)
        frames.append(frame.assign(split="train" if part == "train" else "validation"))
    whole = pd.concat(frames, ignore_index=True)
    path = whole["Path"].str.replace("CheXpert-v1.0/", "", regex=False)
    there = np.array([random.random() < 0.95 for _ in path])
    touch(folder, path[there])
    for blank in "absent", "unknown":
        for uncertain in "ignore", "ones", "zeros":
            expected = pd.DataFrame({
                "image_path": path, "patient_id": whole["Path"].str.extract(r"(patient\d+)")[0], "study_id": whole["Path"].str.extract(r"(patient\d+/study\d+)")[0],
                "view": np.where(whole["Frontal/Lateral"] == "Lateral", "L", whole["AP/PA"]), "sex": whole["Sex"].map({"Female": "F", "Male": "M"}), "age": whole["Age"],
                "split": whole["split"]})
            compare("chexpert", folder, pd.concat([expected, states(whole[labels], blank, uncertain)], axis=1)[there], "--blank", blank, "--uncertain", uncertain)


def mimic(folder):
    labels = ["Atelectasis", "Cardiomegaly", "Consolidation", "Edema", "Enlarged Cardiomediastinum", "Fracture", "Lung Lesion", "Lung Opacity", "No Finding",
              "Pleural Effusion", "Pleural Other", "Pneumonia", "Pneumothorax", "Support Devices"]
    metadata = pd.DataFrame([["-".join(f"{random.getrandbits(32):08x}" for _ in range(5)), 10000000 + i // 5, 50000000 + i // 5 * 3 + i % 5 // 2, random.choice(["PA", "AP", "LATERAL", None])]
                             for i in range(ROWS)], columns=["dicom_id", "subject_id", "study_id", "ViewPosition"])
    split = metadata[["dicom_id", "study_id", "subject_id"]].assign(split=[("train", "validate", "test")[s % 3] for s in metadata["subject_id"]]).sample(frac=1, random_state=1)
    studies = metadata[["subject_id", "study_id"]].drop_duplicates().sample(frac=0.9, random_state=2)
    findings = pd.concat([studies.reset_index(drop=True), pd.DataFrame([[random.choice([None, 1.0, 0.0, -1.0]) for _ in labels] for _ in range(len(studies))], columns=labels)], axis=1)
    for name, table in ("metadata", metadata), ("split", split), ("chexpert", findings):
        table.to_csv(os.path.join(folder, f"mimic-cxr-2.0.0-{name}.csv.gz"), index=False)
    joined = metadata.merge(split[["dicom_id", "split"]], on="dicom_id", how="left").merge(findings.drop(columns="subject_id"), on="study_id", how="left", indicator=True)
    path = [f"files/p{str(r.subject_id)[:2]}/p{r.subject_id}/s{r.study_id}/{r.dicom_id}.jpg" for r in joined.itertuples()]
    touch(folder, path)
    known = states(joined[labels], "absent", "ignore")
    known[joined["_merge"] != "both"] = ""
    compare("mimic-cxr-jpg", folder, pd.concat([pd.DataFrame({
        "image_path": path, "patient_id": "p" + joined["subject_id"].astype(str), "study_id": "s" + joined["study_id"].astype(str),
        "view": joined["ViewPosition"].replace({"LATERAL": "L"}), "split": joined["split"].replace({"validate": "validation"})}), known], axis=1))


def vindr(folder):
    labels = ["Aortic enlargement", "Atelectasis", "Calcification", "Cardiomegaly", "Clavicle fracture", "Consolidation", "Edema", "Emphysema", "Enlarged PA", "ILD", "Infiltration",
              "Lung Opacity", "Lung cavity", "Lung cyst", "Mediastinal shift", "Nodule/Mass", "Pleural effusion", "Pleural thickening", "Pneumothorax", "Pulmonary fibrosis",
              "Rib fracture", "Other lesion", "COPD", "Lung tumor", "Pneumonia", "Tuberculosis", "Other diseases", "No finding"]
    os.makedirs(os.path.join(folder, "annotations"))
    rows = pd.DataFrame([[f"{i // 3:032x}", f"R{1 + i % 17}", *(random.randint(0, 1) for _ in labels)] for i in range(ROWS // 3 * 3)], columns=["image_id", "rad_id", *labels])
    rows.to_csv(os.path.join(folder, "annotations/image_labels_train.csv"), index=False)
    ids = rows["image_id"].unique()
    touch(folder, [f"train/{i}.dicom" for i in ids])
    votes = rows.groupby("image_id")[labels].sum().loc[ids].reset_index(drop=True)
    base = pd.DataFrame({"image_path": [f"train/{i}.dicom" for i in ids], "patient_id": ids, "view": "PA", "split": "train"})
    compare("vindr-cxr", folder, pd.concat([base, (votes >= 2).astype(int)], axis=1))
    compare("vindr-cxr", folder, pd.concat([base, (votes >= 1).astype(int)], axis=1), "--combine", "any")


def nih(folder):
    labels = ["Atelectasis", "Cardiomegaly", "Effusion", "Infiltration", "Mass", "Nodule", "Pneumonia", "Pneumothorax", "Consolidation", "Edema", "Emphysema", "Fibrosis",
              "Pleural_Thickening", "Hernia", "No Finding"]
    names, found = [f"{i // 4:08d}_{i % 4:03d}.png" for i in range(ROWS)], [random.sample(labels[:-1], random.randint(1, 4)) if random.random() < 0.5 else ["No Finding"] for _ in range(ROWS)]
    table = pd.DataFrame({"Image Index": names, "Finding Labels": ["|".join(f) for f in found], "Follow-up #": 0, "Patient ID": [1 + i // 4 for i in range(ROWS)],
                          "Patient Age": [random.randint(1, 90) for _ in names], "Patient Gender": [random.choice("MF") for _ in names], "View Position": [random.choice(["PA", "AP"]) for _ in names],
                          "OriginalImage[Width": 1, "Height]": 1, "OriginalImagePixelSpacing[x": 0.1, "y]": 0.1, "": ""})
    table.to_csv(os.path.join(folder, "Data_Entry_2017.csv"), index=False)
    part = np.where(table["Patient ID"] % 5 == 0, "test", "train")
    for name, which in ("train_val_list.txt", "train"), ("test_list.txt", "test"):
        with open(os.path.join(folder, name), "w") as file:
            file.write("\n".join(table["Image Index"][part == which]))
    path = [f"images_{1 + i * 12 // ROWS:03d}/images/{name}" for i, name in enumerate(names)]
    touch(folder, path)
    base = pd.DataFrame({"image_path": path, "patient_id": table["Patient ID"], "view": table["View Position"], "sex": table["Patient Gender"], "age": table["Patient Age"], "split": part})
    compare("nih-chestxray14", folder, pd.concat([base, pd.DataFrame({label: [int(label in f) for f in found] for label in labels})], axis=1))


for work in chexpert, mimic, vindr, nih:
    with tempfile.TemporaryDirectory() as directory:
        work(directory)
