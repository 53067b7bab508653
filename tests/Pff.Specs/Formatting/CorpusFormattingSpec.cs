using Pff.Compiler.Formatting;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Specs.Formatting;

/// <summary>What formatting does to every manifest and catalogue of the repository.</summary>
public sealed class CorpusFormattingSpec
{
    public static TheoryData<string> Names => [.. Corpus.All().Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_text_is_formatted_once_or_refused_for_its_errors(string name)
    {
        var text = Corpus.All().First(c => c.Name == name).Text;
        var source = new SourceText(name, text);
        var formatted = YamlFormatter.Format(source);
        if (formatted.Text is null)
        {
            var diagnostics = new DiagnosticBag();
            YamlReader.Read(source, diagnostics);
            Assert.NotEmpty(formatted.Diagnostics);
            Assert.True(diagnostics.HasErrors || name.Contains("PFF1860", StringComparison.Ordinal), $"refused without a syntax error: {formatted.Diagnostics[0].Code}\n{text}");
            return;
        }

        Assert.Equal(formatted.Text, YamlFormatter.Format(new SourceText(name, formatted.Text)).Text);
    }
}
