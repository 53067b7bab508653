using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Diagnostics;

/// <summary>The compiler's table of diagnostics: one constructor function a code, in one file a topic.</summary>
public static partial class CompilerDiagnostics
{
    /// <summary>A name in a message is cut where it would push the sentence out of sight.</summary>
    private const int MaximumShownLength = 60;

    private static Diagnostic Error(string code, SourceText source, TextSpan span, string english, string portuguese) =>
        new(code, Severity.Error, new LocalizedText(english, portuguese), source, span);

    private static Diagnostic Warning(string code, SourceText source, TextSpan span, string english, string portuguese) =>
        new(code, Severity.Warning, new LocalizedText(english, portuguese), source, span);

    private static LocalizedText DidYouMean(string name) => new($"did you mean '{name}'?", $"você quis dizer '{name}'?");

    private static Fix Replace(TextSpan span, string name) =>
        new(new LocalizedText($"Replace with '{name}'", $"Trocar por '{name}'"), [new TextEdit(span, name)]);

    private static string Shorten(string text)
    {
        var line = text.AsSpan().IndexOfAny('\r', '\n') is var end and >= 0 ? text[..end] + "…" : text;
        return line.Length <= MaximumShownLength ? line : line[..MaximumShownLength] + "…";
    }
}
