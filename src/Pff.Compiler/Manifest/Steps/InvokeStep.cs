using Pff.Compiler.Modules;

namespace Pff.Compiler.Manifest.Steps;

/// <summary>
/// <c>callee(arguments)</c> of a module, whose value may be kept under a name. Binding makes it a <c>method</c>, <c>call</c>
/// or <c>let</c> step.
/// </summary>
/// <param name="Value">The same as an expression, for a function.</param>
public sealed record InvokeStepSyntax(InvokeSyntax Invoke, ExpressionValueSyntax Value, ManifestName? SaveAs, StepClauses Clauses)
    : StepSyntax(Clauses)
{
    /// <summary>How this call of a method is undone, or null.</summary>
    public InvokeSyntax? Undo { get; init; }

    public override IEnumerable<ValueSyntax> OwnValues => Invoke.Arguments.Concat(Undo?.Arguments ?? []).Select(a => a.Value);

    public override IEnumerable<ManifestName> OwnNames => SaveAs is null ? [] : [SaveAs];
}
