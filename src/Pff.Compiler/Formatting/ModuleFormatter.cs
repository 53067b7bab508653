using System.Collections.Immutable;
using Antlr4.Runtime;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Modules;
using Pff.Compiler.Syntax;
using Pff.Core.Diagnostics;
using Pff.Core.Text;
using static Pff.Compiler.Syntax.Generated.ExpressionLexer;

namespace Pff.Compiler.Formatting;

/// <summary>
/// Formats modules. Who wrote a module has chosen its lines, and they stay; what is even afterwards is what stands before
/// and between the words of a line. The result reads back as the same tree with every comment, or there is none: that is
/// checked each time.
/// </summary>
public static class ModuleFormatter
{
    public static FormattedText Format(SourceText source)
    {
        var text = source.Content.StartsWith('\uFEFF') ? new SourceText(source.Path, source.Content[1..]) : source;
        var diagnostics = new DiagnosticBag();
        var module = ModuleParser.Parse(text, diagnostics);
        if (diagnostics.HasErrors || !module.IsComplete)
        {
            return new FormattedText(null, diagnostics.ToSorted());
        }

        var lines = ModulePrinter.Print(module);
        var printed = text.Content.Contains("\r\n", StringComparison.Ordinal) ? lines.ReplaceLineEndings("\r\n") : lines;
        return IsSame(module, new SourceText(source.Path, printed))
            ? new FormattedText(printed, [])
            : new FormattedText(null, [CompilerDiagnostics.NotFormattable(text)]);
    }

    private static bool IsSame(ModuleSyntax before, SourceText printed)
    {
        var diagnostics = new DiagnosticBag();
        var after = ModuleParser.Parse(printed, diagnostics);
        return !diagnostics.HasErrors && after.IsComplete && Words(before.Source).SequenceEqual(Words(printed)) && Shape(before).SequenceEqual(Shape(after));
    }

    /// <summary>Everything but blanks: tokens and comments.</summary>
    private static IEnumerable<(int Type, string Text)> Words(SourceText source) =>
        TokenReader.CreateLexer(source.Content).GetAllTokens().Where(t => t.Type != WHITESPACE).Select(t => (t.Type, t.Text.TrimEnd().ReplaceLineEndings("\n")));

    /// <summary>The kinds of all nodes, each with the number of the token that it starts with; of steps also how many handlers they have.</summary>
    private static IEnumerable<(string Kind, int Token)> Shape(ModuleSyntax module)
    {
        var starts = TokenReader.CreateLexer(module.Source.Content).GetAllTokens()
            .Where(t => t.Channel == TokenConstants.DefaultChannel)
            .Select((t, i) => (t.StartIndex, i))
            .ToDictionary(t => t.StartIndex, t => t.i);
        var outline = ModuleOutline.Of(module);
        return outline.Declarations.Select(d => (d.GetType().Name, d.Span.Start))
            .Concat(outline.Steps.Select(s => ($"{s.GetType().Name} {s.Clauses.Handlers.Length}", s.Span.Start)))
            .Concat(outline.Expressions.SelectMany(WithDescendants).Select(e => (e.GetType().Name, e.Span.Start)))
            .Select(node => (node.Item1, starts.GetValueOrDefault(node.Item2, -1)));
    }

    private static IEnumerable<ExpressionSyntax> WithDescendants(ExpressionSyntax root)
    {
        var open = new Stack<ExpressionSyntax>([root]);
        while (open.TryPop(out var node))
        {
            yield return node;
            foreach (var child in node.Children)
            {
                open.Push(child);
            }
        }
    }
}
