using System.Text;
using System.Text.Json;
using Pff.Core.Plan;

namespace Pff.Cli.Compiler.Testing;

/// <summary>
/// The values of tests as JSON, in which they are compared and shown: that is what a server sees and gives. A test
/// invents its secrets, so they are shown.
/// </summary>
internal static class RowValues
{
    private const int MaximumShownLength = 400;

    /// <summary>The arguments that a call gave, by name.</summary>
    public static RecordValue ArgumentsOf(RecordedCall call)
    {
        var given = call.Arguments.Select((value, i) => (call.Method.Parameters[i].Name, Value: Open(value))).Where(a => !a.Value.IsAbsent).ToList();
        return new RecordValue([.. given.Select(a => a.Name)], [.. given.Select(a => a.Value)]);
    }

    /// <summary>The value without its secrecy.</summary>
    public static Value Open(in Value value) => value.TryGet<SecretValue>(out var secret) ? secret.Inner : value;

    /// <summary>Whether both are the same JSON; what is absent is like null.</summary>
    public static bool AreSame(in Value left, in Value right) =>
        TryJson(left, out var first) && TryJson(right, out var second) && JsonElement.DeepEquals(first, second);

    public static string Show(in Value value)
    {
        if (value.IsFault)
        {
            return $"(no value: {value.AsFault.Message.English})";
        }

        if (value.IsAbsent)
        {
            return "(nothing)";
        }

        if (ValueJson.TryWrite(Open(value), out var utf8, includesSecrets: true) is not null)
        {
            return value.ToString();
        }

        var text = Encoding.UTF8.GetString(utf8.Span);
        return text.Length <= MaximumShownLength ? text : text[..MaximumShownLength] + "…";
    }

    private static bool TryJson(in Value value, out JsonElement json)
    {
        json = default;
        if (value.IsFault || ValueJson.TryWrite(Open(value), out var utf8, includesSecrets: true) is not null)
        {
            return false;
        }

        var reader = new Utf8JsonReader(utf8.Span);
        json = JsonElement.ParseValue(ref reader);
        return true;
    }
}
