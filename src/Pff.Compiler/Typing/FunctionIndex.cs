using System.Collections.Immutable;

namespace Pff.Compiler.Typing;

/// <summary>A function that expressions can call, for people and tools that want to know what there is.</summary>
/// <param name="Name">As it is called: <c>size</c>, <c>math.abs</c>, and <c>trim</c> of a receiver.</param>
/// <param name="IsOnReceiver">Whether it is called on a value: <c>x.trim()</c>.</param>
/// <param name="Signatures">Its overloads as a person writes them; none for a macro, whose arguments are names and expressions.</param>
public sealed record FunctionEntry(string Name, bool IsOnReceiver, ImmutableArray<string> Signatures);

/// <summary>Every function, macro and method that the checker knows.</summary>
public static class FunctionIndex
{
    /// <summary>Macros that are called without a receiver.</summary>
    private static readonly ImmutableArray<string> FreeMacros = ["has", "cel.bind"];

    public static ImmutableArray<FunctionEntry> All { get; } =
    [
        .. SignaturesOfFunctions.Names.Select(name => Entry(name, SignaturesOfFunctions.Find(name), isOnReceiver: false)),
        .. FreeMacros.Select(name => Entry(name, null, isOnReceiver: false)),
        .. MacroTable.Methods.Select(name => Entry(name, SignaturesOfMethods.Find(name), isOnReceiver: true)),
    ];

    private static FunctionEntry Entry(string name, Overloads? overloads, bool isOnReceiver) =>
        new(name, isOnReceiver, overloads is null ? [] : [.. overloads.Signatures.Select(signature => Show(name, signature, isOnReceiver))]);

    private static string Show(string name, Signature signature, bool isOnReceiver)
    {
        var parameters = signature.Parameters.Skip(isOnReceiver ? 1 : 0).Select(type => type.ToString());
        var more = signature.IsVariadic ? ", …" : "";
        var receiver = isOnReceiver ? $"{signature.Parameters[0]}." : "";
        return $"{receiver}{name}({string.Join(", ", parameters)}{more}) -> {signature.Result}";
    }
}
