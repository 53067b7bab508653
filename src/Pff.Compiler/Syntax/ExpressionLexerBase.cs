using Antlr4.Runtime;

namespace Pff.Compiler.Syntax.Generated;

/// <summary>What the generated lexer inherits: a closing brace too many stays in the mode it is in.</summary>
internal abstract class ExpressionLexerBase : Lexer
{
    protected ExpressionLexerBase(ICharStream input)
        : base(input)
    {
    }

    protected ExpressionLexerBase(ICharStream input, TextWriter output, TextWriter errorOutput)
        : base(input, output, errorOutput)
    {
    }

    public override int PopMode() => ModeStack.Count == 0 ? CurrentMode : base.PopMode();
}
