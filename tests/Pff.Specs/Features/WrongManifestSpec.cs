using Pff.Core.Diagnostics;

namespace Pff.Specs.Features;

/// <summary>Manifests with one mistake each: the exact code at the exact token, and nothing else.</summary>
public sealed class WrongManifestSpec
{
    private const string Folder = "wrong";

    public static TheoryData<string> Manifests => [.. FeatureRun.Names(Folder)];

    [Theory]
    [MemberData(nameof(Manifests))]
    public void A_wrong_manifest_is_reported_at_the_token(string name)
    {
        var result = FeatureRun.CompileAsExpected(FeatureRun.Open(Folder, name));
        Assert.NotEmpty(result.Diagnostics);
        Assert.Equal(result.Diagnostics.Any(d => d.Severity == Severity.Error), result.Program is null);
    }

    [Fact]
    public void There_are_at_least_thirty() => Assert.True(FeatureRun.Names(Folder).Count() >= 30);
}
