namespace Pff.Core.Plan.Library;

/// <summary>How messages call an operator or function: as it is written in an expression.</summary>
internal static class BuiltinNames
{
    public static string Of(Builtin function) => function switch
    {
        Builtin.Negate => "-_",
        Builtin.Not => "!_",
        Builtin.Add => "_+_",
        Builtin.Subtract => "_-_",
        Builtin.Multiply => "_*_",
        Builtin.Divide => "_/_",
        Builtin.Modulo => "_%_",
        Builtin.Equal => "_==_",
        Builtin.NotEqual => "_!=_",
        Builtin.Less => "_<_",
        Builtin.LessOrEqual => "_<=_",
        Builtin.Greater => "_>_",
        Builtin.GreaterOrEqual => "_>=_",
        Builtin.In => "@in",
        Builtin.Index => "_[_]",
        Builtin.OptionalIndex => "_[?_]",
        Builtin.ToBool => "bool",
        Builtin.ToInt => "int",
        Builtin.ToDouble => "double",
        Builtin.ToDecimal => "decimal",
        Builtin.ToText => "string",
        Builtin.ToTimestamp => "timestamp",
        Builtin.ToDuration => "duration",
        Builtin.TypeOf => "type",
        Builtin.ToDyn => "dyn",
        Builtin.Minimum => "min",
        Builtin.Maximum => "max",
        Builtin.ReverseText => "reverse",
        _ => OfFunction(function.ToString()),
    };

    private static string OfFunction(string name)
    {
        foreach (var (prefix, space) in (ReadOnlySpan<(string, string)>)
            [("Math", "math."), ("Optional", "optional."), ("Regex", "regex."), ("Base64", "base64."), ("Sets", "sets.")])
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
            {
                name = name[prefix.Length..];
                return string.Concat(space, char.ToLowerInvariant(name[0]).ToString(), name.AsSpan(1));
            }
        }

        return string.Concat(char.ToLowerInvariant(name[0]).ToString(), name.AsSpan(1));
    }
}
