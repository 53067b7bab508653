using Pff.Compiler;

namespace Pff.Specs.Features;

/// <summary>How much of a program is dyn is counted without --strict, and is then no mistake.</summary>
public sealed class DynCountSpec
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Dyn_is_counted_with_and_without_strict(bool isStrict)
    {
        var files = FeatureRun.FilesOf(FeatureRun.Open("features", "dyn-is-counted"));
        var settings = new CompileSettings(isStrict);
        var result = ManifestCompiler.Compile(FeatureRun.ManifestName, files, settings, TestContext.Current.CancellationToken);
        var session = new CompilerSession(settings);
        Assert.Equal(["anything", "other"], result.DynPlaces.Select(d => d.Source.GetText(d.Span).ToString()));
        Assert.Equal(isStrict ? 2 : 0, result.Diagnostics.Length);
        for (var round = 0; round < 2; round++)
        {
            var check = session.Check(FeatureRun.ManifestName, files, TestContext.Current.CancellationToken);
            Assert.Equal(result.DynPlaces.Select(d => d.Span), check.DynPlaces.Select(d => d.Span));
        }
    }
}
