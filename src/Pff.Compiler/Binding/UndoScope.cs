namespace Pff.Compiler.Binding;

/// <summary>What the arguments of an undo see of the write that it undoes.</summary>
internal static class UndoScope
{
    /// <summary>The response of the write.</summary>
    public const string ResultName = "result";
}
