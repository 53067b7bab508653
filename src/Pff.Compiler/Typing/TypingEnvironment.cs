using System.Collections.Immutable;
using Pff.Compiler.Binding;
using Pff.Core.Ir;

namespace Pff.Compiler.Typing;

/// <summary>What is known at one place of an expression. Immutable.</summary>
/// <param name="Scope">The names from outside the expression.</param>
/// <param name="Locals">What lambdas, macros and matches bind, by name: a variable, or what stands for one.</param>
/// <param name="Facts">What conditions around the place have shown.</param>
internal sealed record TypingEnvironment(Scope Scope, ImmutableDictionary<string, IrVariable> Locals, Facts Facts)
{
    public static TypingEnvironment Of(Scope scope, Facts facts) =>
        new(scope, ImmutableDictionary.Create<string, IrVariable>(StringComparer.Ordinal), facts);

    /// <summary>The environment in which a variable hides what had its name.</summary>
    public TypingEnvironment With(IrVariable variable) => With(variable.Name, variable);

    public TypingEnvironment With(string name, IrVariable variable) =>
        this with { Locals = Locals.SetItem(name, variable), Facts = Facts.Without(name) };

    public TypingEnvironment Knowing(Facts facts) => this with { Facts = Facts.And(facts) };
}
