using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Pff.Specs.Architecture;

/// <summary>
/// Short files and short methods. A longer one says why: <c>// tidy: reason</c> as the file's first line, or on the line
/// before the method. Code in a <c>Generated</c> folder is exempt.
/// </summary>
public sealed class TidySpec
{
    private const int MaxFileLines = 400;
    private const int MaxMethodLines = 70;
    private const string Excuse = "// tidy:";

    [Fact]
    public void No_source_file_is_too_long_without_a_reason()
    {
        var tooLong = Sources().SelectMany(path => LongFile(Repository.Relative(path), File.ReadAllText(path)));
        Assert.Empty(tooLong);
    }

    [Fact]
    public void No_method_is_too_long_without_a_reason()
    {
        var tooLong = Sources().SelectMany(path => LongMethods(Repository.Relative(path), File.ReadAllText(path)));
        Assert.Empty(tooLong);
    }

    [Theory]
    [InlineData("", 401, 1)]
    [InlineData("", 400, 0)]
    [InlineData("// tidy: one table, read as one\n", 500, 0)]
    [InlineData("// tidy:\n", 500, 1)]
    public void A_long_file_needs_a_reason(string firstLine, int lines, int expected)
    {
        var text = firstLine + string.Concat(Enumerable.Repeat("// x\n", lines));
        Assert.Equal(expected, LongFile("a.cs", text).Count());
    }

    [Theory]
    [InlineData("", 68, 0)]
    [InlineData("", 69, 1)]
    [InlineData("// tidy: one case per operator\n", 69, 0)]
    [InlineData("// tidy:  \n", 69, 1)]
    [InlineData("// tidy: far away\n\n", 69, 1)]
    public void A_long_method_needs_a_reason(string before, int bodyLines, int expected)
    {
        // The signature and the closing brace count too.
        var text = "class C\n{\n" + before + "void M() {\n" + string.Concat(Enumerable.Repeat(";\n", bodyLines)) + "}\n}\n";
        Assert.Equal(expected, LongMethods("a.cs", text).Count());
    }

    private static IEnumerable<string> Sources() =>
        Repository.FilesUnder("src", "*.cs").Where(path => !Repository.Segments(path).Contains("Generated"));

    private static IEnumerable<string> LongFile(string name, string text)
    {
        var lines = text.Split('\n');
        var count = text.EndsWith('\n') ? lines.Length - 1 : lines.Length;
        if (count > MaxFileLines && !IsExcuse(lines[0]))
        {
            yield return $"{name} has {count} lines; {MaxFileLines} are allowed.";
        }
    }

    private static IEnumerable<string> LongMethods(string name, string text)
    {
        var tree = CSharpSyntaxTree.ParseText(text);
        var lines = text.Split('\n');
        foreach (var node in tree.GetRoot().DescendantNodes().Where(IsMethod))
        {
            // A node's span leaves out the comments before it, so the documentation is free.
            var span = tree.GetLineSpan(node.Span);
            var count = span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
            var previous = span.StartLinePosition.Line > 0 ? lines[span.StartLinePosition.Line - 1] : "";
            if (count > MaxMethodLines && !IsExcuse(previous))
            {
                yield return $"{name}({span.StartLinePosition.Line + 1}): a method of {count} lines; {MaxMethodLines} are allowed.";
            }
        }
    }

    private static bool IsMethod(SyntaxNode node) =>
        node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax
        || (node is PropertyDeclarationSyntax { ExpressionBody: not null });

    private static bool IsExcuse(string line)
    {
        var trimmed = line.Trim().TrimStart('\uFEFF');
        return trimmed.StartsWith(Excuse, StringComparison.Ordinal) && trimmed[Excuse.Length..].Trim().Length > 0;
    }
}
