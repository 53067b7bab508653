using System.Collections.Immutable;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Diagnostics;

/// <summary>
/// <c>pff: allow PFF1305, PFF1307 because REASON</c> as a comment: on a line of its own it is about the next line that
/// is no comment, behind a text about that text's line.
/// </summary>
/// <param name="Line">The line, counted from zero, on which the allowed diagnostics start.</param>
internal sealed record SuppressionComment(
    SourceText Source, int Line, ImmutableArray<(string Code, TextSpan Span)> Codes, Suppression Suppression)
{
    /// <summary>Whether a text is worth looking at: nearly none has such a comment.</summary>
    public static bool MayBeIn(SourceText source) => source.Content.Contains(Marker, StringComparison.Ordinal);

    private const string Marker = "pff:";
    private const string Allow = "allow";
    private const string Because = "because";

    public static IEnumerable<SuppressionComment> ReadAll(CommentedSource text, DiagnosticBag diagnostics)
    {
        for (var i = 0; i < text.Comments.Count; i++)
        {
            if (Read(text, i, diagnostics) is { } suppression)
            {
                yield return suppression;
            }
        }
    }

    private static SuppressionComment? Read(CommentedSource text, int index, DiagnosticBag diagnostics)
    {
        var source = text.Source;
        var comment = text.Comments[index];
        var words = Words(source, comment);
        if (words.Count == 0 || words[0].Text != Marker)
        {
            return null;
        }

        if (words.Count < 2 || words[1].Text != Allow)
        {
            diagnostics.Add(CompilerDiagnostics.SuppressionMalformed(source, words.Count < 2 ? words[0].Span : words[1].Span));
            return null;
        }

        var because = words.FindIndex(w => w.Text == Because);
        var named = words[2..(because < 0 ? CountCodes(words) : because)];
        if (named.Count == 0)
        {
            diagnostics.Add(CompilerDiagnostics.SuppressionMalformed(source, words[1].Span));
            return null;
        }

        var codes = KnownCodes(source, named, diagnostics);
        if (because < 0 || because == words.Count - 1)
        {
            diagnostics.Add(CompilerDiagnostics.SuppressionWithoutReason(source, TextSpan.FromBounds(words[0].Span.Start, words[^1].Span.End)));
            return null;
        }

        var reason = source.GetText(TextSpan.FromBounds(words[because + 1].Span.Start, words[^1].Span.End));
        return new SuppressionComment(source, TargetLine(text, index), codes, new Suppression(reason, comment.Span));
    }

    /// <summary>The words before the first that is no code: where 'because' is missing, the rest is a reason without it.</summary>
    private static int CountCodes(List<(string Text, TextSpan Span)> words)
    {
        var end = 2;
        while (end < words.Count && words[end].Text.StartsWith("PFF", StringComparison.OrdinalIgnoreCase))
        {
            end++;
        }

        return end;
    }

    private static ImmutableArray<(string Code, TextSpan Span)> KnownCodes(
        SourceText source, List<(string Text, TextSpan Span)> words, DiagnosticBag diagnostics)
    {
        var codes = ImmutableArray.CreateBuilder<(string, TextSpan)>(words.Count);
        foreach (var (text, span) in words)
        {
            if (DiagnosticCodes.All.Contains(text))
            {
                codes.Add((text, span));
            }
            else
            {
                diagnostics.Add(CompilerDiagnostics.SuppressionOfUnknownCode(source, span, text, DiagnosticCodes.All));
            }
        }

        return codes.ToImmutable();
    }

    private static int TargetLine(CommentedSource text, int index)
    {
        var line = text.Source.GetPosition(text.Comments[index].Span.Start).Line;
        if (!text.Comments[index].IsWholeLine)
        {
            return line;
        }

        line++;
        for (index++; index < text.Comments.Count && text.Comments[index].IsWholeLine; index++, line++)
        {
            if (text.Source.GetPosition(text.Comments[index].Span.Start).Line != line)
            {
                break;
            }
        }

        return line;
    }

    /// <summary>The words of the comment; a colon ends the first, and commas are between words.</summary>
    private static List<(string Text, TextSpan Span)> Words(SourceText source, SourceComment comment)
    {
        var words = new List<(string, TextSpan)>();
        var content = source.Content;
        var at = comment.TextStart;
        while (at < comment.Span.End)
        {
            if (content[at] is ',' || char.IsWhiteSpace(content[at]))
            {
                at++;
                continue;
            }

            var start = at;
            while (at < comment.Span.End && content[at] is not ',' && !char.IsWhiteSpace(content[at]))
            {
                at++;
                if (words.Count == 0 && content[at - 1] == ':')
                {
                    break;
                }
            }

            words.Add((content[start..at], TextSpan.FromBounds(start, at)));
        }

        return words;
    }
}
