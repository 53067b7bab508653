namespace Pff.Specs.Features;

/// <summary>What the language can do, one readable file a feature.</summary>
public sealed class FeatureSpec
{
    private const string Folder = "features";

    public static TheoryData<string> Features => [.. FeatureRun.Names(Folder)];

    [Theory]
    [MemberData(nameof(Features))]
    public void A_feature_works_as_its_file_says(string name)
    {
        var result = FeatureRun.CompileAsExpected(FeatureRun.Open(Folder, name));
        Assert.NotNull(result.Program);
    }
}
