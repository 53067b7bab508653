using System.Collections.Immutable;
using Pff.Compiler.Manifest;
using Pff.Compiler.Manifest.Tests;
using Pff.Compiler.Syntax;
using Pff.Core.Plan;
using Pff.Core.Text;

namespace Pff.Compiler.Modules;

/// <summary>A <c>.pff</c> module as it is written: every part with its place, nothing bound yet.</summary>
public sealed record ModuleSyntax(SourceText Source)
{
    /// <summary>What it calls the program, with the place of the text; null where the file's name is that of the program.</summary>
    public ManifestName? Name { get; init; }

    /// <summary>In the order of the text.</summary>
    public ImmutableArray<DeclarationSyntax> Declarations { get; init; } = [];

    /// <summary>False where reading went on behind a syntax error: something may then be missing that is only misread.</summary>
    public bool IsComplete { get; init; } = true;

    public IEnumerable<UseApiSyntax> UsedApis => Declarations.OfType<UseApiSyntax>();

    public IEnumerable<UseModuleSyntax> UsedModules => Declarations.OfType<UseModuleSyntax>();

}

/// <summary>One declaration of a module.</summary>
/// <param name="Span">The whole declaration.</param>
public abstract record DeclarationSyntax(TextSpan Span);

/// <summary><c>use api crm</c>, or <c>use api crm from "crm.openapi.json"</c>: a catalogue or an OpenAPI document.</summary>
public sealed record UseApiSyntax(ManifestName Name, ManifestName? Path, TextSpan Span) : DeclarationSyntax(Span);

/// <summary><c>use "common.pff"</c>: all that the module declares can be named here.</summary>
public sealed record UseModuleSyntax(ManifestName Path, TextSpan Span) : DeclarationSyntax(Span);

/// <summary>A declaration that others can name.</summary>
public abstract record NamedDeclarationSyntax(ManifestName Name, TextSpan Span) : DeclarationSyntax(Span);

/// <summary><c>use table Clientes(msisdn: Msisdn, motivo: text?)</c></summary>
public sealed record TableSyntax(ManifestName Name, ImmutableArray<ParameterDeclarationSyntax> Columns, TextSpan Span)
    : NamedDeclarationSyntax(Name, Span);

/// <summary><c>type Msisdn = text matching "^55" max_length 13</c>, <c>type Fault = { code: text, value: decimal? }</c></summary>
public sealed record TypeDeclarationSyntax(ManifestName Name, TypeSyntax Type, TextSpan Span)
    : NamedDeclarationSyntax(Name, Span);

/// <summary><c>enum Status { Active, Suspended, other(text) }</c>; open where <c>other</c> stands in it.</summary>
public sealed record EnumDeclarationSyntax(ManifestName Name, ImmutableArray<ManifestName> Values, bool IsOpen, TextSpan Span)
    : NamedDeclarationSyntax(Name, Span);

/// <param name="Column">The header of the column where it is not the name: <c>msisdn "MSISDN do cliente": text</c>.</param>
/// <param name="Default">What an empty cell stands for: <c>n: int = 1</c>.</param>
public sealed record ParameterDeclarationSyntax(ManifestName Name, ManifestName? Column, TypeSyntax Type, ExpressionSyntax? Default, TextSpan Span);

/// <summary><c>fn at_stake(faults: list&lt;Fault&gt;) -> decimal = …</c></summary>
/// <param name="TypeParameters">The names between angle brackets.</param>
/// <param name="Result">Null where the body's own type is good.</param>
public sealed record FunctionSyntax(
    ManifestName Name,
    ImmutableArray<ManifestName> TypeParameters,
    ImmutableArray<ParameterDeclarationSyntax> Parameters,
    TypeSyntax? Result,
    ExpressionSyntax Body,
    TextSpan Span)
    : NamedDeclarationSyntax(Name, Span);

/// <summary><c>rule needs_fix(c: Contract) when … because f"…"</c></summary>
public sealed record RuleSyntax(
    ManifestName Name,
    ImmutableArray<ParameterDeclarationSyntax> Parameters,
    ExpressionSyntax Condition,
    ExpressionSyntax? Reason,
    TextSpan Span)
    : NamedDeclarationSyntax(Name, Span);

/// <summary>
/// <c>write method set_status(contract: text, to: Status) -> ok = PATCH crm "/contracts/{contract}" body { status: to }</c>
/// and its clauses.
/// </summary>
public sealed record MethodDeclarationSyntax(
    Effect Effect,
    ManifestName Name,
    ImmutableArray<ParameterDeclarationSyntax> Parameters,
    TypeSyntax? Result,
    ManifestName Verb,
    ManifestName Api,
    ManifestName Path,
    TextSpan Span)
    : NamedDeclarationSyntax(Name, Span)
{
    /// <summary><c>body { status: to }</c>, or <c>body whole</c> with one unnamed entry.</summary>
    public ImmutableArray<WireNameSyntax> Body { get; init; } = [];

    /// <summary>The parameter that is the whole body, or null.</summary>
    public ManifestName? WholeBody { get; init; }

    public ImmutableArray<WireNameSyntax> Query { get; init; } = [];

    public ImmutableArray<WireNameSyntax> Headers { get; init; } = [];

    /// <summary>The parameters behind <c>idempotent by</c>; empty where only <c>idempotent</c> stands; null without either.</summary>
    public ImmutableArray<ManifestName>? IdempotentBy { get; init; }

    public LimitSyntax? Retries { get; init; }

    public LimitSyntax? AttemptTimeoutMs { get; init; }

    public LimitSyntax? TotalTimeoutMs { get; init; }

    public InvokeSyntax? Undo { get; init; }

    public SettledBySyntax? SettledBy { get; init; }
}

/// <summary><c>settled by get_contract(id).status == to within 10s</c></summary>
/// <param name="Condition">With <c>result</c> in the place of the call.</param>
/// <param name="WithinMs">Null where nothing is said.</param>
public sealed record SettledBySyntax(InvokeSyntax Read, ExpressionValueSyntax Condition, LimitSyntax? WithinMs);

/// <summary>What the server calls something, and the parameter that gives it.</summary>
public sealed record WireNameSyntax(ManifestName WireName, ManifestName Parameter);

/// <param name="Sequence">Without its inputs, which only binding the types of <paramref name="Parameters"/> tells.</param>
public sealed record SequenceDeclarationSyntax(
    SequenceSyntax Sequence, ImmutableArray<ParameterDeclarationSyntax> Parameters, TextSpan Span)
    : NamedDeclarationSyntax(Sequence.Name, Span);

/// <summary><c>test "name" { mock … run … expect … }</c></summary>
/// <param name="Test">Without what <paramref name="Run"/> and <see cref="Writes"/> say, whose arguments may stand by place.</param>
public sealed record TestDeclarationSyntax(TestSyntax Test, InvokeSyntax? Run, TextSpan Span) : DeclarationSyntax(Span)
{
    /// <summary>Exactly these writes, or null where they are not looked at.</summary>
    public ImmutableArray<InvokeSyntax>? Writes { get; init; }

    /// <summary>Where its lines start, for the comments before them.</summary>
    public ImmutableArray<TestLineSyntax> Lines { get; init; } = [];
}

/// <param name="Word"><c>mock</c>, <c>now</c>, <c>run</c>, or what is expected: <c>outcome</c>, <c>code</c>, <c>returns</c>, <c>writes</c>, <c>calls</c>, <c>that</c>.</param>
public sealed record TestLineSyntax(string Word, TextSpan Span);

/// <summary>A call as a step: of a method, of a sequence, or of a function whose value is kept. Which of them only binding tells.</summary>
/// <param name="Callee">A name, or a name with an API before it.</param>
public sealed record InvokeSyntax(ManifestName Callee, ImmutableArray<InvokeArgumentSyntax> Arguments, TextSpan Span);

/// <param name="Name">Null for an argument by place.</param>
public sealed record InvokeArgumentSyntax(ManifestName? Name, ExpressionValueSyntax Value);
