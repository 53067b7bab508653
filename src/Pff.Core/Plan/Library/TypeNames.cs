namespace Pff.Core.Plan.Library;

/// <summary>The names of CEL's run-time types, as <c>type(x)</c> gives them.</summary>
public static class TypeNames
{
    public const string Bool = "bool";
    public const string Int = "int";
    public const string Double = "double";
    public const string Decimal = "decimal";
    public const string Text = "string";
    public const string Null = "null_type";
    public const string Timestamp = "google.protobuf.Timestamp";
    public const string Duration = "google.protobuf.Duration";
    public const string List = "list";
    public const string Map = "map";
    public const string Type = "type";
    public const string Optional = "optional_type";

    public static string Of(in Value value) => Of(value.Kind);

    public static string Of(ValueKind kind) => kind switch
    {
        ValueKind.Null => Null,
        ValueKind.Bool => Bool,
        ValueKind.Int => Int,
        ValueKind.Double => Double,
        ValueKind.Decimal => Decimal,
        ValueKind.Text => Text,
        ValueKind.Timestamp => Timestamp,
        ValueKind.Duration => Duration,
        ValueKind.List => List,
        ValueKind.Map => Map,
        ValueKind.Type => Type,
        ValueKind.Optional => Optional,
        ValueKind.Absent => "absent",
        ValueKind.Secret => "secret",
        ValueKind.Json => "json",
        ValueKind.Fault => "error",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
