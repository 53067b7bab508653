using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Specs.Features;

/// <summary>
/// What the compiler must say about the line above:
/// <code>
///     - method: get_custmer
/// #             ^^^^^^^^^^^ error PFF1210 did you mean 'get_customer'?
/// </code>
/// The carets are exactly the token; <c>…</c> behind them means that it goes on on the next line, and <c>|</c> that it
/// is empty. A token in the first column, where the <c>#</c> is, stands in quotes instead. Behind the code comes the
/// "did you mean", where there is one. These lines are no part of the file.
/// </summary>
internal static partial class InlineExpectation
{
    /// <summary>The file as the compiler sees it, and the expectations, each with its line in that file.</summary>
    public static (string Content, ImmutableArray<(int Line, string Text)> Expected) Split(IEnumerable<string> lines)
    {
        var content = new List<string>();
        var expected = ImmutableArray.CreateBuilder<(int, string)>();
        foreach (var line in lines)
        {
            if (Form().IsMatch(line))
            {
                expected.Add((Math.Max(content.Count - 1, 0), line.TrimEnd()));
            }
            else
            {
                content.Add(line);
            }
        }

        // A block without lines is an empty file, not a file with an empty line.
        return (content.Count == 0 ? "" : string.Join('\n', content) + "\n", expected.ToImmutable());
    }

    /// <summary>The line that expects this diagnostic.</summary>
    public static (int Line, string Text) Of(Diagnostic diagnostic)
    {
        var (line, column) = diagnostic.Source.GetPosition(diagnostic.Span.Start);
        var text = diagnostic.Source.GetLine(line);
        var end = Math.Min(column + diagnostic.Span.Length, text.Length);
        var goesOn = diagnostic.Span.Length > end - column ? "…" : "";
        var marker = column == 0
            ? $"# \"{text[column..end]}{goesOn}\""
            : "#" + new string(' ', column - 1) + (diagnostic.Span.Length == 0 ? "|" : new string('^', end - column) + goesOn);
        var severity = diagnostic.Severity.ToString().ToLowerInvariant();
        var help = diagnostic.Help?.English.StartsWith("did you mean", StringComparison.Ordinal) == true ? " " + diagnostic.Help.English : "";
        return (line, $"{marker} {severity} {diagnostic.Code}{help}");
    }

    [GeneratedRegex(@"^#\s*(\^+…?|\||…|"".*"") (error|warning|information) PFF\d{4}( .*)?$")]
    private static partial Regex Form();
}
