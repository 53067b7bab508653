using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Sessions;

/// <summary>Diagnostics of lines that now stand elsewhere.</summary>
internal static class MovedDiagnostics
{
    /// <summary>The diagnostic in another text, all of its places moved.</summary>
    public static Diagnostic Move(Diagnostic diagnostic, SourceText from, SourceText to, int by)
    {
        if (!ReferenceEquals(diagnostic.Source, from))
        {
            return diagnostic;
        }

        var fix = diagnostic.Fix is null || by == 0
            ? diagnostic.Fix
            : diagnostic.Fix with { Edits = [.. diagnostic.Fix.Edits.Select(e => e with { Span = Move(e.Span, by) })] };
        return diagnostic with { Source = to, Span = Move(diagnostic.Span, by), Fix = fix };
    }

    /// <summary>Whether its texts have a number that may be that of a line: such a diagnostic cannot be moved to other lines.</summary>
    public static bool MayNameLine(Diagnostic diagnostic) =>
        HasNumber(diagnostic.Message) || HasNumber(diagnostic.Help) || HasNumber(diagnostic.Fix?.Title);

    private static TextSpan Move(TextSpan span, int by) => span with { Start = span.Start + by };

    private static bool HasNumber(LocalizedText? text) => text is not null && (HasNumber(text.English) || HasNumber(text.Portuguese));

    private static bool HasNumber(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsAsciiDigit(text[i]) && (i == 0 || !IsInName(text[i - 1])))
            {
                while (i < text.Length && char.IsAsciiDigit(text[i]))
                {
                    i++;
                }

                if (i == text.Length || !IsInName(text[i]))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsInName(char unit) => char.IsAsciiLetterOrDigit(unit) || unit == '_';
}
