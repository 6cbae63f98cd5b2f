namespace MedSsl.MLNet.Tests;

/// <summary>Skin lesions: small sets with the tables' real headers and folders.</summary>
public sealed class SkinSetsTests : IDisposable
{
    private readonly DatasetFolder _set = new();

    public void Dispose() => _set.Dispose();

    [Fact]
    public void ISIC_2019_makes_bags_of_lesions()
    {
        string[] lines = _set
            .Table("ISIC_2019_Training_GroundTruth.csv", "image,MEL,NV,BCC,AK,BKL,DF,VASC,SCC,UNK",
                "ISIC_0000000,0.0,1.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0", "ISIC_0024306,0.0,0.0,0.0,0.0,1.0,0.0,0.0,0.0,0.0", "ISIC_0024307_downsampled,0.0,0.0,0.0,0.0,1.0,0.0,0.0,0.0,0.0")
            .Table("ISIC_2019_Training_Metadata.csv", "image,age_approx,anatom_site_general,lesion_id,sex",
                "ISIC_0000000,55.0,anterior torso,,female", "ISIC_0024307_downsampled,45.0,,HAM_0000550,unknown", "ISIC_0024306,45.0,head/neck,HAM_0000550,male")
            .Images("ISIC_2019_Training_Input/ISIC_2019_Training_Input/ISIC_0000000.jpg", "ISIC_2019_Training_Input/ISIC_0024306.jpg", "train/ISIC_0024307_downsampled.jpg")
            .Convert("isic-2019", out var report);
        Assert.Equal(["image_path,patient_id,sex,age,body_site,MEL,NV,BCC,AK,BKL,DF,VASC,SCC",
            "ISIC_2019_Training_Input/ISIC_2019_Training_Input/ISIC_0000000.jpg,ISIC_0000000,F,55.0,anterior torso,0,1,0,0,0,0,0,0",
            "ISIC_2019_Training_Input/ISIC_0024306.jpg,HAM_0000550,M,45.0,head/neck,0,0,0,0,1,0,0,0",
            "train/ISIC_0024307_downsampled.jpg,HAM_0000550,,45.0,,0,0,0,0,1,0,0,0"], lines);
        Assert.Equal(2, report.Patients[""]);
        Assert.Contains("images with NV: 1, published 12,875", report.Differences);
    }

    [Theory]
    [InlineData("HAM10000_metadata.csv", ",")]
    [InlineData("HAM10000_metadata.tab", "\t")]
    [InlineData("HAM10000_metadata", ",")]
    public void HAM10000_names_one_diagnosis(string table, string separator)
    {
        string[] rows = ["lesion_id,image_id,dx,dx_type,age,sex,localization,dataset", "HAM_0000118,ISIC_0027419,bkl,histo,80.0,male,scalp,vidir_modern",
            "HAM_0000118,ISIC_0025030,bkl,histo,80.0,male,scalp,vidir_modern", "HAM_0002730,ISIC_0026769,mel,follow_up,,unknown,unknown,rosendahl"];
        string[] lines = _set.Table(table, [.. rows.Select(row => row.Replace(",", separator))])
            .Images("HAM10000_images_part_1/ISIC_0027419.jpg", "HAM10000_images_part_2/ISIC_0025030.jpg", "HAM10000_images_part_1/ISIC_0026769.jpg").Convert("ham10000", out var report);
        Assert.Equal(["image_path,patient_id,sex,age,body_site,akiec,bcc,bkl,df,mel,nv,vasc",
            "HAM10000_images_part_1/ISIC_0027419.jpg,HAM_0000118,M,80.0,scalp,0,0,1,0,0,0,0",
            "HAM10000_images_part_2/ISIC_0025030.jpg,HAM_0000118,M,80.0,scalp,0,0,1,0,0,0,0",
            "HAM10000_images_part_1/ISIC_0026769.jpg,HAM_0002730,,,,0,0,0,0,1,0,0"], lines);
        Assert.Contains("patients: 2, published 7,470", report.Differences);
    }

    [Theory]
    [InlineData("fitzpatrick17k", "drug induced pigmentary changes,melanoma", "1,0", "0,1")]
    [InlineData("fitzpatrick17k-nine", "inflammatory,malignant melanoma", "1,0", "0,1")]
    [InlineData("fitzpatrick17k-three", "malignant,non-neoplastic", "0,1", "1,0")]
    public void Fitzpatrick17k_by_condition_or_group(string dataset, string labels, string first, string second)
    {
        string[] lines = _set.Table("fitzpatrick17k.csv", "md5hash,fitzpatrick_scale,fitzpatrick_centaur,label,nine_partition_label,three_partition_label,qc,url,url_alphanum",
                "5e82a45bc5d78bd24ae9202d194423f8,3,3,drug induced pigmentary changes,inflammatory,non-neoplastic,,https://www.dermaamin.com/minocycline-pigmentation1.jpg,httpwwwdermaamincomminocyclinepigmentation1jpg.jpg",
                "b87804452f60aa162a6d29c0f66a2466,-1,1,melanoma,malignant melanoma,malignant,,https://www.dermaamin.com/lmm6.jpg,httpwwwdermaamincomlmm6jpg.jpg")
            .Images("images/5e82a45bc5d78bd24ae9202d194423f8.jpg", "data/finalfitz17k/httpwwwdermaamincomlmm6jpg.jpg").Convert(dataset);
        Assert.Equal([$"image_path,patient_id,skin_type,{labels}", $"images/5e82a45bc5d78bd24ae9202d194423f8.jpg,5e82a45bc5d78bd24ae9202d194423f8,3,{first}",
            $"data/finalfitz17k/httpwwwdermaamincomlmm6jpg.jpg,b87804452f60aa162a6d29c0f66a2466,,{second}"], lines);
    }
}
