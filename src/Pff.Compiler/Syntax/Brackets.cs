using static Pff.Compiler.Syntax.Generated.ExpressionLexer;

namespace Pff.Compiler.Syntax;

/// <summary>Which tokens open what, and which close it. An interpolated text is a bracket too.</summary>
internal static class Brackets
{
    /// <summary>The token type that closes an opening one, or -1.</summary>
    public static int CloserOf(int type) => type switch
    {
        LPAREN => RPAREN,
        LBRACKET => RBRACKET,
        LBRACE or FORMAT_OPEN => RBRACE,
        FORMAT_DOUBLE or FORMAT_SINGLE or FORMAT_TRIPLE_DOUBLE or FORMAT_TRIPLE_SINGLE => FORMAT_END,
        _ => -1,
    };

    public static bool IsCloser(int type) => type is RPAREN or RBRACKET or RBRACE or FORMAT_END;

    public static bool IsFormat(int type) => CloserOf(type) == FORMAT_END;

    public static string Show(int closer) => closer switch
    {
        RPAREN => ")",
        RBRACKET => "]",
        RBRACE => "}",
        _ => "\"",
    };
}
