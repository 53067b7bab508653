namespace Pff.Core.Plan.Library;

/// <summary>The functions of texts. All positions count code points.</summary>
public static class TextFunctions
{
    internal static Value Invoke(Builtin function, ReadOnlySpan<Value> arguments)
    {
        if (function == Builtin.Join)
        {
            return Joined(arguments);
        }

        if (arguments.Length == 0 || !arguments[0].TryGetText(out var text))
        {
            return Faults.NoSuchOverload(function, arguments);
        }

        return arguments.Length switch
        {
            1 => Unary(function, text, arguments),
            2 when arguments[1].TryGetText(out var other) => WithText(function, text, other, arguments),
            2 when arguments[1].TryGetInt(out var number) => WithInt(function, text, number, arguments),
            2 when function == Builtin.Format && arguments[1].TryGet<ListValue>(out var list) => TextFormatting.Format(text, list),
            3 => Ternary(function, text, arguments),
            4 when arguments[1].TryGetText(out var from) && arguments[2].TryGetText(out var to) && arguments[3].TryGetInt(out var limit) => function switch
            {
                Builtin.Replace => TextParts.Replace(text, from, to, limit),
                Builtin.RegexReplace => PatternFunctions.Replace(text, from, to, limit),
                _ => Faults.NoSuchOverload(function, arguments),
            },
            _ => Faults.NoSuchOverload(function, arguments),
        };
    }

    private static Value Unary(Builtin function, string text, ReadOnlySpan<Value> arguments) => function switch
    {
        Builtin.LowerAscii => Value.Of(TextParts.LowerAscii(text)),
        Builtin.UpperAscii => Value.Of(TextParts.UpperAscii(text)),
        Builtin.Trim => Value.Of(text.Trim()),
        Builtin.Quote => TextParts.Quote(text),
        Builtin.ReverseText => Value.Of(CodePoints.Reverse(text)),
        Builtin.Base64Encode => Base64.Encode(text),
        Builtin.Base64Decode => Base64.Decode(text),
        _ => Faults.NoSuchOverload(function, arguments),
    };

    private static Value WithText(Builtin function, string text, string other, ReadOnlySpan<Value> arguments) => function switch
    {
        Builtin.Contains => Value.Of(text.Contains(other, StringComparison.Ordinal)),
        Builtin.StartsWith => Value.Of(text.StartsWith(other, StringComparison.Ordinal)),
        Builtin.EndsWith => Value.Of(text.EndsWith(other, StringComparison.Ordinal)),
        Builtin.Matches => Patterns.Matches(text, other),
        Builtin.RegexExtract => PatternFunctions.Extract(text, other),
        Builtin.RegexExtractAll => PatternFunctions.ExtractAll(text, other),
        Builtin.IndexOf => TextSearch.IndexOf(text, other, 0),
        Builtin.LastIndexOf => TextSearch.LastIndexOf(text, other),
        Builtin.Split => TextParts.Split(text, other, -1),
        _ => Faults.NoSuchOverload(function, arguments),
    };

    private static Value WithInt(Builtin function, string text, long number, ReadOnlySpan<Value> arguments) => function switch
    {
        Builtin.CharAt => TextSearch.CharAt(text, number),
        Builtin.Substring => TextSearch.Substring(text, number),
        _ => Faults.NoSuchOverload(function, arguments),
    };

    private static Value Ternary(Builtin function, string text, ReadOnlySpan<Value> arguments)
    {
        var hasText = arguments[1].TryGetText(out var second);
        var hasNumber = arguments[2].TryGetInt(out var number);
        return function switch
        {
            Builtin.IndexOf when hasText && hasNumber => TextSearch.IndexOf(text, second!, number),
            Builtin.LastIndexOf when hasText && hasNumber => TextSearch.LastIndexOf(text, second!, number),
            Builtin.Split when hasText && hasNumber => TextParts.Split(text, second!, number),
            Builtin.Replace when hasText && arguments[2].TryGetText(out var to) => TextParts.Replace(text, second!, to, -1),
            Builtin.RegexReplace when hasText && arguments[2].TryGetText(out var to) => PatternFunctions.Replace(text, second!, to, -1),
            Builtin.Substring when hasNumber && arguments[1].TryGetInt(out var start) => TextSearch.Substring(text, start, number),
            _ => Faults.NoSuchOverload(function, arguments),
        };
    }

    private static Value Joined(ReadOnlySpan<Value> arguments)
    {
        var separator = "";
        var isRight = arguments.Length == 1 || (arguments.Length == 2 && arguments[1].TryGetText(out separator!));
        return isRight && arguments[0].TryGet<ListValue>(out var list)
            ? TextParts.Join(list, separator)
            : Faults.NoSuchOverload(Builtin.Join, arguments);
    }
}
