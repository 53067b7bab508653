using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Pff.Hosting.Output;
using Pff.Specs.Architecture;

namespace Pff.Specs.Documentation;

/// <summary>
/// Every text for people is there in English and in Portuguese: found where the sources write pairs of texts, and where
/// commands describe themselves.
/// </summary>
public sealed class TwoLanguagesSpec
{
    /// <summary>Texts that are the same in both languages, each for its reason.</summary>
    private static readonly Dictionary<string, string> SameInBoth = new(StringComparer.Ordinal)
    {
        ["bytes (b'…')"] = "the name of a literal",
    };

    /// <summary>Only code, names and signs: nothing to translate.</summary>
    private static readonly string[] NoWords = ["null", "json", "yaml", "text", "http", "openapi"];

    [Fact]
    public void Every_pair_of_texts_is_written_in_two_languages()
    {
        var pairs = Trees().SelectMany(Pairs).ToList();
        Assert.True(pairs.Count > 300, $"only {pairs.Count} pairs were found");
        Assert.Empty(pairs.Where(p => (p.English.Length > 0 && string.IsNullOrWhiteSpace(p.Portuguese)) || (p.English == p.Portuguese && HasWords(p.English))).Select(p => $"{p.Place}: {p.English}"));
    }

    [Fact]
    public void Every_description_of_a_command_has_its_Portuguese_text()
    {
        var descriptions = Trees().Where(t => t.FilePath.Contains("Pff.Cli.", StringComparison.Ordinal) || t.FilePath.EndsWith("CommandLineHost.cs", StringComparison.Ordinal))
            .SelectMany(Descriptions).ToList();
        Assert.True(descriptions.Count > 30, $"only {descriptions.Count} descriptions were found");
        Assert.Empty(descriptions.Where(d => HelpInPortuguese.Find(d.Text) is not { Length: > 0 } portuguese || portuguese == d.Text)
            .Select(d => $"{d.Place}: add \"{d.Text}\" to HelpInPortuguese"));
    }

    private static bool HasWords(string text)
    {
        if (SameInBoth.ContainsKey(text))
        {
            return false;
        }

        // What stands in quotes or braces is code; PFF codes and what is left without three letters in a row are no words.
        var depth = 0;
        var bare = new System.Text.StringBuilder();
        foreach (var unit in text)
        {
            depth += unit == '{' ? 1 : unit == '}' ? -1 : 0;
            bare.Append(depth > 0 || unit == '}' ? ' ' : unit);
        }

        var quotes = bare.ToString().Split('\'');
        var outside = string.Join(' ', quotes.Where((_, i) => i % 2 == 0));
        return outside.Split([' ', '"', ',', '.', ':', ';', '(', ')', '=', '-', '/', '<', '>', '[', ']'], StringSplitOptions.RemoveEmptyEntries)
            .Any(w => w.Length >= 3 && w.All(char.IsLetter) && !w.All(char.IsUpper) && !NoWords.Contains(w.ToLowerInvariant()));
    }

    private static IEnumerable<SyntaxTree> Trees() =>
        Repository.FilesUnder("src", "*.cs").Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), path: Repository.Relative(path)));

    /// <summary>
    /// The two last texts of <c>new LocalizedText(…)</c>, <c>Say(…)</c>, and of the constructors of diagnostics, which end with a
    /// text in each language.
    /// </summary>
    private static IEnumerable<(string Place, string English, string Portuguese)> Pairs(SyntaxTree tree)
    {
        foreach (var node in tree.GetRoot().DescendantNodes())
        {
            var arguments = node switch
            {
                ObjectCreationExpressionSyntax { Type: IdentifierNameSyntax { Identifier.Text: "LocalizedText" } } creation => creation.ArgumentList,
                ImplicitObjectCreationExpressionSyntax creation => creation.ArgumentList,
                InvocationExpressionSyntax call => call.ArgumentList,
                _ => null,
            };
            if (arguments is not { Arguments.Count: >= 2 } || (node is not InvocationExpressionSyntax && arguments.Arguments.Count != 2))
            {
                continue;
            }

            if (node is InvocationExpressionSyntax invocation && NameOf(invocation) is not ("Say" or "Error" or "Warning" or "Make" or "Problem"))
            {
                continue;
            }

            if (TextOf(arguments.Arguments[^2].Expression) is { } english && TextOf(arguments.Arguments[^1].Expression) is { } portuguese
                && (node is not ImplicitObjectCreationExpressionSyntax || HasWords(english)))
            {
                yield return ($"{tree.FilePath}({tree.GetLineSpan(node.Span).StartLinePosition.Line + 1})", english, portuguese);
            }
        }
    }

    private static IEnumerable<(string Place, string Text)> Descriptions(SyntaxTree tree)
    {
        foreach (var node in tree.GetRoot().DescendantNodes())
        {
            var text = node switch
            {
                AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.Text: "Description" } } assignment => TextOf(assignment.Right),
                ObjectCreationExpressionSyntax { Type: IdentifierNameSyntax { Identifier.Text: "Command" or "CommandLineHost" } } creation
                    when creation.ArgumentList is { Arguments.Count: > 0 } list => TextOf(list.Arguments[^1].Expression),
                _ => null,
            };
            if (text is not null)
            {
                yield return ($"{tree.FilePath}({tree.GetLineSpan(node.Span).StartLinePosition.Line + 1})", text);
            }
        }
    }

    private static string NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax member => member.Name.Identifier.Text,
        IdentifierNameSyntax name => name.Identifier.Text,
        _ => string.Empty,
    };

    /// <summary>A literal, or an interpolated text with its holes in braces; null for anything else.</summary>
    private static string? TextOf(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax { Token.Value: string text } => text,
        InterpolatedStringExpressionSyntax interpolated => string.Concat(interpolated.Contents.Select(c => c is InterpolatedStringTextSyntax t ? t.TextToken.ValueText : c.ToString())),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum when TextOf(sum.Left) is { } left && TextOf(sum.Right) is { } right => left + right,
        _ => null,
    };
}
