using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet.Tests;

/// <summary>Chest radiographs: small sets with the tables' real headers and folders; what must come out is worked by hand from the descriptions' sources.</summary>
public sealed class ChestSetsTests : IDisposable
{
    private const string CheXpert = "Path,Sex,Age,Frontal/Lateral,AP/PA,No Finding,Enlarged Cardiomediastinum,Cardiomegaly,Lung Opacity,Lung Lesion,Edema,Consolidation,Pneumonia,Atelectasis,Pneumothorax,Pleural Effusion,Pleural Other,Fracture,Support Devices";
    private const string VinDrLabels = "Aortic enlargement,Atelectasis,Calcification,Cardiomegaly,Clavicle fracture,Consolidation,Edema,Emphysema,Enlarged PA,ILD,Infiltration,Lung Opacity,Lung cavity,Lung cyst,Mediastinal shift,Nodule/Mass,Pleural effusion,Pleural thickening,Pneumothorax,Pulmonary fibrosis,Rib fracture,Other lesion,COPD,Lung tumor,Pneumonia,Tuberculosis,";
    private static readonly string Zeros = string.Concat(Enumerable.Repeat(",0", 25));
    private readonly DatasetFolder _set = new();

    public void Dispose() => _set.Dispose();

    private DatasetFolder MakeCheXpert() => _set
        .Table("train.csv", CheXpert,
            "CheXpert-v1.0-small/train/patient00001/study1/view1_frontal.jpg,Female,68,Frontal,AP,1.0,,,,,,,,,0.0,,,,1.0",
            "CheXpert-v1.0-small/train/patient00002/study2/view1_frontal.jpg,Female,87,Frontal,PA,,,-1.0,1.0,,-1.0,-1.0,,-1.0,,-1.0,,1.0,",
            "CheXpert-v1.0-small/train/patient00002/study2/view2_lateral.jpg,Female,87,Lateral,,,,-1.0,1.0,,-1.0,-1.0,,-1.0,,-1.0,,1.0,",
            "CheXpert-v1.0-small/train/patient00003/study1/view1_frontal.jpg,Unknown,41,Frontal,LL,,,,,,1.0,,,,0.0,,,,")
        .Table("valid.csv", CheXpert, "CheXpert-v1.0-small/valid/patient64541/study1/view1_frontal.jpg,Male,73,Frontal,AP,0.0,1.0,1.0,1.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0")
        .Images("train/patient00001/study1/view1_frontal.jpg", "train/patient00002/study2/view1_frontal.jpg", "train/patient00002/study2/view2_lateral.jpg", "valid/patient64541/study1/view1_frontal.jpg");

    [Fact]
    public void CheXpert_with_uncertain_labels_left_out()
    {
        string[] lines = MakeCheXpert().Convert("chexpert", out var report);
        Assert.Equal("image_path,patient_id,study_id,view,sex,age,split," + CheXpert[(CheXpert.IndexOf("AP/PA,", StringComparison.Ordinal) + 6)..], lines[0]);
        Assert.Equal([
            "train/patient00001/study1/view1_frontal.jpg,patient00001,patient00001/study1,AP,F,68,train,1,0,0,0,0,0,0,0,0,0,0,0,0,1",
            "train/patient00002/study2/view1_frontal.jpg,patient00002,patient00002/study2,PA,F,87,train,0,0,,1,0,,,0,,0,,0,1,0",
            "train/patient00002/study2/view2_lateral.jpg,patient00002,patient00002/study2,L,F,87,train,0,0,,1,0,,,0,,0,,0,1,0",
            "valid/patient64541/study1/view1_frontal.jpg,patient64541,patient64541/study1,AP,M,73,validation,0,1,1,1,0,0,0,0,0,0,0,0,0,0"], lines[1..]);
        Assert.Equal(4, report.Images);
        Assert.Equal([("train", "AP"), ("train", "PA"), ("train", "L"), ("validation", "AP")], report.Groups.Select(g => (g.Split, g.View)));
        int edema = report.Labels.ToList().IndexOf("Edema");
        Assert.Equal([(0, 1, 0), (0, 0, 1), (0, 0, 1), (0, 1, 0)], report.Groups.Select(g => (g.Present[edema], g.Absent[edema], g.Unknown[edema])));
        Assert.Equal((3, 2, 1), (report.Patients[""], report.Patients["train"], report.Patients["validation"]));
        // The fourth row's file is not there.
        var missing = Assert.Single(report.Omissions);
        Assert.Equal(("there is no such file", 1, _set["train/patient00003/study1/view1_frontal.jpg"]), (missing.Reason, missing.Count, missing.First));
        Assert.Contains("images: 4, published 223,648", report.Differences);
    }

    [Theory]
    [InlineData(UncertainLabels.Ones, BlankLabels.Absent, "0,0,1,1,0,1,1,0,1,0,1,0,1,0")]
    [InlineData(UncertainLabels.Zeros, BlankLabels.Absent, "0,0,0,1,0,0,0,0,0,0,0,0,1,0")]
    [InlineData(UncertainLabels.Ignore, BlankLabels.Unknown, ",,,1,,,,,,,,,1,")]
    public void CheXperts_policies(UncertainLabels uncertain, BlankLabels blank, string labels) =>
        Assert.EndsWith(",train," + labels, MakeCheXpert().Convert("chexpert", new DatasetOptions { Uncertain = uncertain, Blank = blank })[2]);

    [Fact]
    public void Labels_are_chosen_missing_files_kept_and_an_optional_table_left_out()
    {
        MakeCheXpert();
        File.Delete(_set["valid.csv"]);
        string[] lines = _set.Convert("chexpert", out var report, new DatasetOptions { Labels = ["Fracture", "Edema"], KeepMissing = true });
        Assert.Equal("train/patient00003/study1/view1_frontal.jpg,patient00003,patient00003/study1,LL,,41,train,0,1", lines[4]);
        Assert.Contains("valid.csv is not there", report.Differences);
        Assert.Contains("no label 'Oedema'. Did you mean 'Edema'?", Assert.Throws<ArgumentException>(() => _set.Convert("chexpert", new DatasetOptions { Labels = ["Oedema"] })).Message);
    }

    [Fact]
    public void A_data_set_is_loaded_without_a_manifest_between()
    {
        var ml = new MLContext(seed: 1);
        IDataView direct = ml.MedicalImages.LoadDataset(DatasetDescription.Get("CheXpert"), MakeCheXpert().Path);
        _set.Convert("chexpert");
        IDataView written = ml.MedicalImages.LoadManifest(_set.Out);
        Assert.Equal(written.Schema.Select(c => c.Name), direct.Schema.Select(c => c.Name));
        foreach (var column in written.Schema.Where(c => c.Name != "Labels"))
            Assert.Equal(written.GetColumn<ReadOnlyMemory<char>>(column).Select(t => t.ToString()), direct.GetColumn<ReadOnlyMemory<char>>(direct.Schema[column.Name]).Select(t => t.ToString()));
        Assert.Equal(written.GetColumn<VBuffer<float>>(written.Schema["Labels"]).SelectMany(v => v.DenseValues()), direct.GetColumn<VBuffer<float>>(direct.Schema["Labels"]).SelectMany(v => v.DenseValues()));
        Assert.Equal(SlotNames.Of(written.Schema["Labels"]), SlotNames.Of(direct.Schema["Labels"]));
    }

    [Theory]
    [InlineData("mimic-cxr-jpg", "chexpert", ".gz")]
    [InlineData("mimic-cxr-jpg-negbio", "negbio", "")]
    public void MIMIC_CXR_joins_its_tables(string dataset, string labeler, string ending)
    {
        const string one = "02aa804e-bde0afdd-112c0b34-7bc16630-4e384014", two = "174413ec-4ec4c1f7-34ea26b7-c5f994f8-79ef1962", three = "2a2277a9-b0ded155-c0de8eb9-c124d10e-82c5caab";
        string[] lines = _set
            .Table("mimic-cxr-2.0.0-metadata.csv" + ending,
                "dicom_id,subject_id,study_id,PerformedProcedureStepDescription,ViewPosition,Rows,Columns,StudyDate,StudyTime,ProcedureCodeSequence_CodeMeaning,ViewCodeSequence_CodeMeaning,PatientOrientationCodeSequence_CodeMeaning",
                $"{one},10000032,50414267,CHEST (PA AND LAT),PA,3056,2544,21800506,213014.531,CHEST (PA AND LAT),postero-anterior,Erect",
                $"{two},10000032,50414267,CHEST (PA AND LAT),LATERAL,3056,2544,21800506,213014.531,CHEST (PA AND LAT),lateral,Erect",
                $"{three},11000764,53189527,\"CHEST, PORTABLE\",AP,3056,2544,21800626,165500.312,CHEST (PORTABLE AP),antero-posterior,")
            .Table("mimic-cxr-2.0.0-split.csv" + ending, "dicom_id,study_id,subject_id,split", $"{two},50414267,10000032,train", $"{one},50414267,10000032,train", $"{three},53189527,11000764,validate")
            .Table($"mimic-cxr-2.0.0-{labeler}.csv{ending}",
                "subject_id,study_id,Atelectasis,Cardiomegaly,Consolidation,Edema,Enlarged Cardiomediastinum,Fracture,Lung Lesion,Lung Opacity,No Finding,Pleural Effusion,Pleural Other,Pneumonia,Pneumothorax,Support Devices",
                "10000032,50414267,,,,,,,,,1.0,,,-1.0,0.0,")
            .Images($"files/p10/p10000032/s50414267/{one}.jpg", $"files/p10/p10000032/s50414267/{two}.jpg", $"files/p11/p11000764/s53189527/{three}.jpg")
            .Convert(dataset, out var report);
        Assert.Equal("image_path,patient_id,study_id,view,split,Atelectasis,Cardiomegaly,Consolidation,Edema,Enlarged Cardiomediastinum,Fracture,Lung Lesion,Lung Opacity,No Finding,Pleural Effusion,Pleural Other,Pneumonia,Pneumothorax,Support Devices", lines[0]);
        Assert.Equal([
            $"files/p10/p10000032/s50414267/{one}.jpg,p10000032,s50414267,PA,train,0,0,0,0,0,0,0,0,1,0,0,,0,0",
            $"files/p10/p10000032/s50414267/{two}.jpg,p10000032,s50414267,L,train,0,0,0,0,0,0,0,0,1,0,0,,0,0",
            // The labeler's table lacks the study: nothing is known, even though empty fields count as absent.
            $"files/p11/p11000764/s53189527/{three}.jpg,p11000764,s53189527,AP,validation,,,,,,,,,,,,,,"], lines[1..]);
        Assert.Contains("images of train: 2, published 368,960", report.Differences);
    }

    [Fact]
    public void NIH_ChestXray14_with_official_lists_and_twelve_folders()
    {
        string[] lines = _set
            .Table("Data_Entry_2017.csv", "Image Index,Finding Labels,Follow-up #,Patient ID,Patient Age,Patient Gender,View Position,OriginalImage[Width,Height],OriginalImagePixelSpacing[x,y],",
                "00000001_000.png,Cardiomegaly,0,1,58,M,PA,2682,2749,0.14300000000000002,0.14300000000000002,",
                "00000001_001.png,Cardiomegaly|Emphysema,1,1,058Y,M,PA,2894,2729,0.14300000000000002,0.14300000000000002,",
                "00000002_000.png,No Finding,0,2,81,F,AP,2500,2048,0.171,0.171,",
                "00000003_000.png,Hernia|Pleural_thickening,0,3,81,F,PA,2582,2991,0.143,0.143,")
            .Table("train_val_list.txt", "00000001_000.png", "00000001_001.png").Table("test_list.txt", "00000002_000.png")
            .Images("images_001/images/00000001_000.png", "images_001/images/00000001_001.png", "images_012/images/00000002_000.png", "images/00000003_000.png")
            .Convert("nih-chestxray14", out var report);
        Assert.Equal("image_path,patient_id,view,sex,age,split,Atelectasis,Cardiomegaly,Effusion,Infiltration,Mass,Nodule,Pneumonia,Pneumothorax,Consolidation,Edema,Emphysema,Fibrosis,Pleural_Thickening,Hernia,No Finding", lines[0]);
        Assert.Equal([
            "images_001/images/00000001_000.png,1,PA,M,58,train,0,1,0,0,0,0,0,0,0,0,0,0,0,0,0",
            "images_001/images/00000001_001.png,1,PA,M,58,train,0,1,0,0,0,0,0,0,0,0,1,0,0,0,0",
            "images_012/images/00000002_000.png,2,AP,F,81,test,0,0,0,0,0,0,0,0,0,0,0,0,0,0,1",
            "images/00000003_000.png,3,PA,F,81,,0,0,0,0,0,0,0,0,0,0,0,0,1,1,0"], lines[1..]);
        Assert.Equal((3, 1, 1), (report.Patients[""], report.Patients["train"], report.Patients["test"]));
    }

    [Fact]
    public void A_later_copy_of_NIH_ChestXray14_says_sex_and_has_no_lists()
    {
        string[] lines = _set.Table("Data_Entry_2017_v2020.csv", "Image Index,Finding Labels,Follow-up #,Patient ID,Patient Age,Patient Sex,View Position,OriginalImage[Width,Height],OriginalImagePixelSpacing[x,y]",
                "00000001_000.png,Mass|Edema,0,1,57,M,PA,2682,2749,0.143,0.143").Images("images/00000001_000.png").Convert("nih-chestxray14", out var report);
        Assert.Equal("images/00000001_000.png,1,PA,M,57,,0,0,0,0,1,0,0,0,0,1,0,0,0,0,0", lines[1]);
        Assert.Contains("test_list.txt is not there", report.Differences);
    }

    [Theory]
    [InlineData(null, "1,0,1")]
    [InlineData(RowCombination.Any, "1,1,1")]
    [InlineData(RowCombination.First, "1,0,0")]
    public void VinDr_CXR_has_three_readers(RowCombination? combine, string expected)
    {
        string[] lines = _set
            .Table("annotations/image_labels_train.csv", "image_id,rad_id," + VinDrLabels + "Other diseases,No finding",
                $"000434271f63a053c4128a0ba6352c7f,R2,1{Zeros},0,0", $"000434271f63a053c4128a0ba6352c7f,R3,1{Zeros},0,1", $"000434271f63a053c4128a0ba6352c7f,R6,0{Zeros},1,1")
            .Table("annotations/image_labels_test.csv", "image_id," + VinDrLabels + "Other disease,No finding", $"002a34c58c5b758217ed1f584ccbcfe9,0{Zeros},1,0")
            .Images("train/000434271f63a053c4128a0ba6352c7f.dicom", "test/002a34c58c5b758217ed1f584ccbcfe9.dicom")
            .Convert("vindr-cxr", out var report, new DatasetOptions { Combine = combine, Labels = ["Aortic enlargement", "Other diseases", "No finding"] });
        Assert.Equal(["image_path,patient_id,view,split,Aortic enlargement,Other diseases,No finding",
            $"train/000434271f63a053c4128a0ba6352c7f.dicom,000434271f63a053c4128a0ba6352c7f,PA,train,{expected}",
            "test/002a34c58c5b758217ed1f584ccbcfe9.dicom,002a34c58c5b758217ed1f584ccbcfe9,PA,test,0,1,0"], lines);
        Assert.Equal(2, report.Images);
    }

    [Fact]
    public void A_tie_of_readers_is_no_majority()
    {
        string[] lines = _set
            .Table("annotations/image_labels_train.csv", "image_id,rad_id," + VinDrLabels + "Other diseases,No finding", $"a,R2,1{Zeros},0,1", $"a,R3,0{Zeros},0,1")
            .Images("train/a.dicom").Convert("vindr-cxr", new DatasetOptions { Labels = ["Aortic enlargement", "No finding"] });
        Assert.Equal("train/a.dicom,a,PA,train,0,1", lines[1]);
    }

    [Fact]
    public void PadChest_lists_labels_as_Python_does()
    {
        const string header = ",ImageID,ImageDir,StudyDate_DICOM,StudyID,PatientID,PatientBirth,PatientSex_DICOM,ViewPosition_DICOM,Projection,MethodProjection,Pediatric,ReportID,Report,MethodLabel,Labels,Localizations,LabelsLocalizationsBySentence,labelCUIS,LocalizationsCUIS";
        static string Row(int i, string patient, string sex, string projection, string labels) =>
            $"{i},{i}_a.png,{i},20140915,{i}00,{patient},1930.0,{sex},POSTEROANTERIOR,{projection},Manual review of DICOM fields,No,4765777,\"sin hallazgos, ó edad\",Physician,{labels},\"['loc right']\",\"[['normal']]\",[],[]";
        _set.Table("PADCHEST_chest_x_ray_images_labels_160K_01.02.19.csv", header,
                Row(0, "p1", "M", "PA", "['normal']"), Row(1, "p1", "F", "AP_horizontal", "\"['cardiomegaly', ' pleural effusion ']\""), Row(2, "p2", "None", "L", "\"[\"\"sternotomy's wire\"\", 'cardiomegaly', 'cardiomegaly']\""), Row(3, "p3", "F", "COSTAL", "nan"))
            .Images("0/0_a.png", "images/1_a.png", "2_a.png", "3/3_a.png");
        // Too rare for the description: fewer than 100 images have each.
        Assert.Equal("image_path,patient_id,study_id,view,sex", _set.Convert("padchest")[0]);
        string[] lines = _set.Convert("padchest", out var report, new DatasetOptions { Labels = ["cardiomegaly", "sternotomy's wire", "pleural effusion"] });
        Assert.Equal(["0/0_a.png,p1,000,PA,M,0,0,0", "images/1_a.png,p1,100,AP,F,1,0,1", "2_a.png,p2,200,L,,1,1,0", "3/3_a.png,p3,300,COSTAL,F,,,"], lines[1..]);
        Assert.Contains("labels that are not kept: normal (1)", report.Differences);
    }

    [Fact]
    public void RSNA_pneumonia_has_a_row_a_box()
    {
        _set.Table("stage_2_train_labels.csv", "patientId,x,y,width,height,Target",
                "0004cfab-14fd-4e49-80ba-63a80b6bddd6,,,,,0", "00436515-870c-4b36-a041-de91049b9ab4,264.0,152.0,213.0,379.0,1", "00436515-870c-4b36-a041-de91049b9ab4,562.0,152.0,256.0,453.0,1",
                "003d8fa0-6bf1-40ed-b54c-ac657f8495c5,,,,,0")
            .Table("stage_2_detailed_class_info.csv", "patientId,class", "0004cfab-14fd-4e49-80ba-63a80b6bddd6,No Lung Opacity / Not Normal",
                "00436515-870c-4b36-a041-de91049b9ab4,Lung Opacity", "00436515-870c-4b36-a041-de91049b9ab4,Lung Opacity", "003d8fa0-6bf1-40ed-b54c-ac657f8495c5,Normal")
            .Images("stage_2_train_images/0004cfab-14fd-4e49-80ba-63a80b6bddd6.dcm", "stage_2_train_images/00436515-870c-4b36-a041-de91049b9ab4.dcm", "stage_2_train_images/003d8fa0-6bf1-40ed-b54c-ac657f8495c5.dcm");
        string[] ids = ["0004cfab-14fd-4e49-80ba-63a80b6bddd6", "00436515-870c-4b36-a041-de91049b9ab4", "003d8fa0-6bf1-40ed-b54c-ac657f8495c5"];
        Assert.Equal(["image_path,patient_id,Pneumonia,Normal", .. ids.Zip(["0,0", "1,0", "0,1"], (id, labels) => $"stage_2_train_images/{id}.dcm,{id},{labels}")], _set.Convert("rsna-pneumonia"));
        File.Delete(_set["stage_2_detailed_class_info.csv"]);
        Assert.EndsWith(",1,", _set.Convert("rsna-pneumonia")[2]);
    }
}
