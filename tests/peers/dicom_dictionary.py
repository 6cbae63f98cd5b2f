"""Writes src/StandIns/fo-dicom/Dictionary/value-representations.txt: the value representation of every tag of DICOM PS3.6.

Needs python3-pydicom. Run from the repository's root. The names in Data/DicomTag.*.cs and their numbers come from the same dictionary.
"""
import pydicom.datadict as dictionary

tags = {}
for tag, entry in dictionary.DicomDictionary.items():
    tags.setdefault(entry[0].replace(" or ", "/"), []).append(tag)
for mask, entry in dictionary.RepeatersDictionary.items():
    if mask[:4] in ("50xx", "60xx"):
        tags.setdefault(entry[0].replace(" or ", "/"), []).append(int(mask.replace("x", "0"), 16))

with open("src/StandIns/fo-dicom/Dictionary/value-representations.txt", "w") as file:
    file.write("# Value representation, then its tags: DICOM PS3.6, as tests/peers/dicom_dictionary.py takes them from pydicom. 50xx and 60xx stand as 5000 and 6000.\n")
    for representation in sorted(set(tags) - {"NONE"}):
        of_it = sorted(tags[representation])
        for i in range(0, len(of_it), 20):
            file.write(representation + " " + " ".join("%08X" % tag for tag in of_it[i:i + 20]) + "\n")
