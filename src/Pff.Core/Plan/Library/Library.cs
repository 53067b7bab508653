namespace Pff.Core.Plan.Library;

/// <summary>
/// Every operator and function on values of any kind: the meaning of the language at run time. Generated code may call
/// the typed functions of this folder directly where it knows the kinds; they give the same results.
/// </summary>
public static class Library
{
    /// <summary>
    /// Applies an operator or function. The first fault among the arguments is the result; undecoded JSON is decoded;
    /// a secret is a fault except where it is only passed on. Never throws on values, whatever their kinds.
    /// </summary>
    public static Value Invoke(Builtin function, params ReadOnlySpan<Value> arguments)
    {
        var isPrepared = true;
        foreach (ref readonly var argument in arguments)
        {
            switch (argument.Kind)
            {
                case ValueKind.Fault:
                    return argument;
                case ValueKind.Json:
                    isPrepared &= PassesOn(function);
                    break;
                case ValueKind.Secret when !PassesOn(function):
                    return Faults.SecretUsed;
            }
        }

        return isPrepared ? Apply(function, arguments) : ApplyPrepared(function, arguments);
    }

    private static Value ApplyPrepared(Builtin function, ReadOnlySpan<Value> arguments)
    {
        var prepared = new Value[arguments.Length];
        for (var i = 0; i < prepared.Length; i++)
        {
            prepared[i] = Operands.Prepare(arguments[i]);
            if (prepared[i].IsFault)
            {
                return prepared[i];
            }
        }

        return Apply(function, prepared);
    }

    private static bool PassesOn(Builtin function) => function is Builtin.ToDyn or Builtin.OptionalOf or Builtin.OptionalOrValue;

    private static Value Apply(Builtin function, ReadOnlySpan<Value> arguments) => function switch
    {
        <= Builtin.Size => Operators.Invoke(function, arguments),
        <= Builtin.ToDyn => Conversions.Invoke(function, arguments),
        <= Builtin.Format => TextFunctions.Invoke(function, arguments),
        <= Builtin.GetMilliseconds => Calendar.Invoke(function, arguments),
        <= Builtin.MathBitShiftRight => MathFunctions.Invoke(function, arguments),
        <= Builtin.OptionalOrValue => Optionals.Invoke(function, arguments),
        _ => ListFunctions.Invoke(function, arguments),
    };
}
