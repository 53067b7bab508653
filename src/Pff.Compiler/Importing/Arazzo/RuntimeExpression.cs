using System.Collections.Immutable;

namespace Pff.Compiler.Importing.Arazzo;

/// <summary>A runtime expression, taken apart: <c>$steps.find.outputs.pets#/0/id</c>.</summary>
/// <param name="Root">The first name, without the dollar sign.</param>
/// <param name="Names">The names behind it, up to the one that holds a value.</param>
/// <param name="Path">What is taken out of that value.</param>
internal sealed record RuntimeExpression(string Root, ImmutableArray<string> Names, ImmutableArray<string> Path)
{
    private const int MaximumLength = 2_000;

    /// <summary>Units that end no runtime expression inside of a condition or text.</summary>
    public static bool IsPart(char unit) => char.IsAsciiLetterOrDigit(unit) || unit is '_' or '-' or '.' or '#' or '/' or '~' or '%' or '@' or ':' or '$';

    /// <summary>Whether a text starts like a runtime expression, so that it is one or a mistake; <c>$5.00</c> is neither.</summary>
    public static bool IsMeant(string text) =>
        text.Length > 1 && text[0] == '$' && text.IndexOfAny([' ', '\n', '{']) < 0
        && text[1..].Split('.', '#', '[')[0] is "statusCode" or "url" or "method" or "self" or "inputs" or "outputs" or "request" or "response"
            or "steps" or "workflows" or "sourceDescriptions" or "components" or "message";

    /// <returns>Null where the text is none.</returns>
    public static RuntimeExpression? Parse(string text)
    {
        if (text.Length is < 2 or > MaximumLength || text[0] != '$')
        {
            return null;
        }

        var hash = text.IndexOf('#', StringComparison.Ordinal);
        var names = Split(hash < 0 ? text[1..] : text[1..hash]);
        if (names.IsEmpty || names.Any(n => n.Length == 0))
        {
            return null;
        }

        var pointer = hash < 0 ? [] : Pointer(text[(hash + 1)..]);
        var root = names[0];
        var count = root switch
        {
            "statusCode" or "url" or "method" or "self" => 0,
            "inputs" or "outputs" => 1,
            "request" or "response" => names.Length > 1 && names[1] == "body" ? 1 : 2,
            "steps" or "workflows" => 3,
            "sourceDescriptions" => 2,
            "components" => 2,
            "message" => 1,
            _ => -1,
        };
        if (count < 0 || names.Length < count + 1 || pointer is not { } path)
        {
            return null;
        }

        // The name of a header may have dots.
        if (root is "request" or "response" && count == 2)
        {
            return new RuntimeExpression(root, [names[1], string.Join('.', names[2..])], path);
        }

        return new RuntimeExpression(root, names[1..(count + 1)], [.. names[(count + 1)..], .. path]);
    }

    /// <summary>The segments of a JSON pointer; null where it is none.</summary>
    public static ImmutableArray<string>? Pointer(string pointer) => pointer.Length == 0 ? [] : pointer[0] != '/' ? null :
    [
        .. pointer[1..].Split('/').Select(s =>
            Uri.UnescapeDataString(s).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)),
    ];

    /// <summary>Names between dots; <c>[0]</c> counts as a name too.</summary>
    private static ImmutableArray<string> Split(string text) =>
        [.. text.Replace("[", ".", StringComparison.Ordinal).Replace("]", string.Empty, StringComparison.Ordinal).Split('.')];
}
