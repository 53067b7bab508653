using Antlr4.Runtime;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Syntax;
using Pff.Core.Text;
using static Pff.Compiler.Syntax.Generated.ExpressionLexer;

namespace Pff.Compiler.Modules;

/// <summary>The comments of a module: <c>//</c> up to the end of the line, outside every text.</summary>
internal static class ModuleComments
{
    private const int MarkerLength = 2;

    public static CommentedSource Read(SourceText source)
    {
        var comments = TokenReader.CreateLexer(source.Content).GetAllTokens()
            .Where(t => t.Type == COMMENT)
            .Select(t => Comment(source, TextSpan.FromBounds(t.StartIndex, t.StopIndex + 1)));
        return new CommentedSource(source, [.. comments], IsComplete: true);
    }

    private static SourceComment Comment(SourceText source, TextSpan span)
    {
        var line = source.GetOffset(source.GetPosition(span.Start).Line, 0);
        return new SourceComment(span, span.Start + MarkerLength, source.Content.AsSpan(line..span.Start).IsWhiteSpace());
    }
}
