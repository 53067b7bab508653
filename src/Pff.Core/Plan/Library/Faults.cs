using System.Globalization;
using Pff.Core.Diagnostics;

namespace Pff.Core.Plan.Library;

/// <summary>
/// The table of faults: one constructor function for each, in both languages. None shows a secret: secrets never get
/// as far as an operand that a message shows.
/// </summary>
public static partial class Faults
{
    private const int MaxShownLength = 80;

    public static Value DivisionByZero { get; } = Make(FaultKind.DivisionByZero, "division by zero", "divisão por zero");

    public static Value ModulusByZero { get; } = Make(FaultKind.ModulusByZero, "modulus by zero", "resto de divisão por zero");

    public static Value SecretUsed { get; } = Make(
        FaultKind.InvalidArgument,
        "a secret may only be passed on, never read by an expression",
        "um segredo só pode ser repassado, nunca lido por uma expressão");

    public static Value NotBool { get; } = Make(
        FaultKind.NoSuchOverload, "a condition must be a bool", "uma condição precisa ser um bool");

    public static Value EmptyOptional { get; } = Make(
        FaultKind.InvalidArgument, "value() of an empty optional", "value() de um opcional vazio");

    public static Value NoMatchingArm { get; } = Make(
        FaultKind.InvalidArgument, "no arm of the match takes the value", "nenhum ramo do match aceita o valor");

    public static Value TooDeep { get; } = Make(
        FaultKind.LimitExceeded,
        $"lists and maps are nested more than {Limits.MaxDepth} deep",
        $"listas e mapas aninhados em mais de {Limits.MaxDepth} níveis");

    public static Value TooManySteps { get; } = Make(
        FaultKind.LimitExceeded,
        $"the expression needs more than {Limits.MaxSteps} steps",
        $"a expressão precisa de mais de {Limits.MaxSteps} passos");

    public static Value ExpressionTooDeep { get; } = Make(
        FaultKind.LimitExceeded, "the expression is nested too deep", "a expressão está aninhada demais");

    public static Value TooManyElements { get; } = Make(
        FaultKind.LimitExceeded,
        $"a list or map would have more than {Limits.MaxElements} elements",
        $"uma lista ou mapa teria mais de {Limits.MaxElements} elementos");

    public static Value TextTooLong { get; } = Make(
        FaultKind.LimitExceeded, "a text would be larger than 16 MiB", "um texto teria mais de 16 MiB");

    public static Value TooLargeToWalk { get; } = Make(
        FaultKind.LimitExceeded, "the value is too large to compare or show", "o valor é grande demais para comparar ou mostrar");

    public static Value NoSuchVariable(string name) => Make(
        FaultKind.NoSuchVariable, $"no such variable: {Shown(name)}", $"variável inexistente: {Shown(name)}");

    public static Value NoSuchField(string name) => Make(
        FaultKind.NoSuchField, $"no such field: '{Shown(name)}'", $"campo inexistente: '{Shown(name)}'");

    public static Value NoSuchKey(string name) => Make(
        FaultKind.NoSuchKey, $"no such key: '{Shown(name)}'", $"chave inexistente: '{Shown(name)}'");

    public static Value NoSuchKey(in Value key)
    {
        if (key.TryGetText(out var name))
        {
            return NoSuchKey(name);
        }

        var shown = ShownScalar(key);
        return Make(FaultKind.NoSuchKey, $"no such key: {shown}", $"chave inexistente: {shown}");
    }

    /// <summary>A field selection on a value that has no fields.</summary>
    public static Value NoFields(in Value operand, string name)
    {
        var type = TypeNames.Of(operand);
        return Make(
            FaultKind.NoSuchOverload,
            $"no such overload: a value of type {type} has no field '{Shown(name)}'",
            $"operação inexistente: um valor do tipo {type} não tem o campo '{Shown(name)}'");
    }

    public static Value NoSuchOverload(Builtin function, params ReadOnlySpan<Value> arguments)
    {
        var types = new List<string>(arguments.Length);
        foreach (var argument in arguments)
        {
            types.Add(TypeNames.Of(argument));
        }

        var shown = $"{BuiltinNames.Of(function)}({string.Join(", ", types)})";
        return Make(FaultKind.NoSuchOverload, $"no such overload: {shown}", $"operação inexistente: {shown}");
    }

    /// <summary>A comprehension over a value that is no list or map.</summary>
    public static Value NotIterable(in Value range)
    {
        var type = TypeNames.Of(range);
        return Make(
            FaultKind.NoSuchOverload,
            $"a list or map was expected, {type} found",
            $"esperava uma lista ou um mapa, encontrou {type}");
    }

    public static Value IndexOutOfRange(long index, long size) => Make(
        FaultKind.IndexOutOfRange,
        $"index out of range: {index} of {size}",
        $"índice fora dos limites: {index} de {size}");

    /// <summary>A list index that is no whole number.</summary>
    public static Value UnsupportedIndex(in Value index)
    {
        var type = TypeNames.Of(index);
        return Make(
            FaultKind.InvalidArgument,
            $"a list index must be a whole number, {type} found",
            $"o índice de uma lista precisa ser um número inteiro, encontrou {type}");
    }

    public static Value UnsupportedKey(in Value key)
    {
        var type = TypeNames.Of(key);
        return Make(
            FaultKind.InvalidArgument,
            $"a map key must be a bool, int or text, {type} found",
            $"a chave de um mapa precisa ser bool, int ou texto, encontrou {type}");
    }

    public static Value RepeatedKey(in Value key)
    {
        var shown = ShownScalar(key);
        return Make(FaultKind.InvalidArgument, $"repeated map key: {shown}", $"chave de mapa repetida: {shown}");
    }

    public static Value Overflow(string type) => Make(
        FaultKind.Overflow,
        $"the result is out of the range of {type}",
        $"o resultado está fora do intervalo de {type}");

    public static Value TypeMismatch(string expected, in Value found)
    {
        var type = TypeNames.Of(found);
        return Make(FaultKind.TypeMismatch, $"expected {expected}, found {type}", $"esperava {expected}, encontrou {type}");
    }

    private static Value Make(FaultKind kind, string english, string portuguese) =>
        Value.Of(new Fault(kind, new LocalizedText(english, portuguese)));

    /// <summary>Text from outside, short and on one line.</summary>
    private static string Shown(string text)
    {
        var length = Math.Min(text.Length, MaxShownLength);
        if (length < text.Length && char.IsHighSurrogate(text[length - 1]))
        {
            length--;
        }

        var clean = string.Create(length, text, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = char.IsControl(source[i]) ? ' ' : source[i];
            }
        });
        return length < text.Length ? clean + "…" : clean;
    }

    private static string ShownScalar(in Value value) => value.Kind switch
    {
        ValueKind.Bool => value.AsBool ? "true" : "false",
        ValueKind.Int => value.AsInt.ToString(CultureInfo.InvariantCulture),
        ValueKind.Double => value.AsDouble.ToString("R", CultureInfo.InvariantCulture),
        ValueKind.Text => $"'{Shown(value.AsText)}'",
        _ => TypeNames.Of(value),
    };
}
