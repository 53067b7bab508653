using System.Collections.Immutable;
using Pff.Compiler.Binding;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Lowering;
using Pff.Compiler.Manifest;
using Pff.Compiler.Syntax;
using Pff.Compiler.Typing;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Modules;

/// <summary>
/// The functions and rules that a module can call: its own, checked when first asked for, and those of the modules that it
/// uses. A rule is a function to bool; <c>rule.because</c> is a function to the text of its reason.
/// </summary>
internal sealed class FunctionBinder : IFunctionTable
{
    private const string Because = ".because";

    private readonly SourceText _source;
    private readonly TypeBinder _types;
    private readonly DiagnosticBag _diagnostics;
    private readonly Dictionary<string, FunctionSymbol> _bound = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NamedDeclarationSyntax> _declarations = new(StringComparer.Ordinal);
    private readonly List<string> _inProgress = [];
    private readonly ModuleDeclarations _known;

    public FunctionBinder(
        ModuleSyntax module, TypeBinder types, IEnumerable<FunctionSymbol> imported, ModuleDeclarations known, DiagnosticBag diagnostics)
    {
        _known = known;
        _source = module.Source;
        _types = types;
        _diagnostics = diagnostics;
        foreach (var declaration in module.Declarations.OfType<NamedDeclarationSyntax>())
        {
            if (declaration is FunctionSyntax or RuleSyntax)
            {
                _declarations.TryAdd(declaration.Name.Text, declaration);
            }

            if (declaration is RuleSyntax { Reason: not null })
            {
                _declarations.TryAdd(declaration.Name.Text + Because, declaration);
            }
        }

        foreach (var symbol in imported)
        {
            _bound.TryAdd(symbol.Name, symbol);
        }
    }

    public IEnumerable<string> Names => _declarations.Keys.Concat(_bound.Keys).Distinct();

    /// <summary>The functions that the module itself declares.</summary>
    public ImmutableArray<FunctionSymbol> BindAll() => [.. _declarations.Keys.Select(Find).OfType<FunctionSymbol>()];

    public FunctionSymbol? Find(string name)
    {
        if (_bound.TryGetValue(name, out var known) || !_declarations.TryGetValue(name, out var declaration))
        {
            return known;
        }

        if (_inProgress.IndexOf(name) is var start and >= 0)
        {
            _diagnostics.Add(CompilerDiagnostics.FunctionCallsItself(_source, declaration.Name, [.. _inProgress.Skip(start), name]));
            return _bound[name] = Broken(name, declaration);
        }

        _inProgress.Add(name);
        var symbol = declaration is FunctionSyntax function ? Bind(function) : Bind((RuleSyntax)declaration, name);
        _inProgress.RemoveAt(_inProgress.Count - 1);
        if (!symbol.Body.Type.IsError && FunctionInlining.CountNodes(symbol.Body) > FunctionInlining.MaximumNodeCount)
        {
            _diagnostics.Add(CompilerDiagnostics.FunctionTooLarge(_source, declaration.Name, FunctionInlining.MaximumNodeCount));
            symbol = Broken(name, declaration);
        }

        // A function that was found to call itself stays broken.
        _bound.TryAdd(name, symbol);
        return _bound[name] = _known.Find(declaration.Name.Text)!.Keep(_bound[name], isReason: name.EndsWith(Because, StringComparison.Ordinal));
    }

    private FunctionSymbol Bind(FunctionSyntax function)
    {
        ImmutableArray<string> generics = [.. function.TypeParameters.Select(p => p.Text)];
        var (parameters, scope) = BindParameters(function.Parameters, generics);
        var body = Check(function.Body, scope, parameters);
        var result = body.Type;
        if (function.Result is { } written)
        {
            result = _types.Bind(written, generics);
            body = Convert(body, Erase(result), function.Body.Span);
        }

        return new FunctionSymbol(function.Name.Text, generics, parameters, body.Type.IsError ? PffType.Error : result, Finish(body));
    }

    private FunctionSymbol Bind(RuleSyntax rule, string name)
    {
        var (parameters, scope) = BindParameters(rule.Parameters, []);
        if (name.EndsWith(Because, StringComparison.Ordinal))
        {
            // What it says is a text for people: secrets are refused, everything else is shown.
            var template = ExpressionLowering.MessageOf(new ExpressionValueSyntax(_source, rule.Reason!));
            var reason = template.IsLiteral
                ? LiteralLowering.TextOf(template, rule.Reason!.Span)
                : ExpressionChecker.CheckTemplate(template, _source, scope, Settings, _diagnostics);
            return new FunctionSymbol(name, [], parameters, PffType.Text, Finish(WithLocals(reason, parameters)));
        }

        var condition = Convert(Check(rule.Condition, scope, parameters), PffType.Bool, rule.Condition.Span);
        return new FunctionSymbol(name, [], parameters, PffType.Bool, Finish(condition));
    }

    /// <summary>Parameters are read like variables of a sequence, and become variables of the body afterwards.</summary>
    private (ImmutableArray<FunctionParameter> Parameters, Scope Scope) BindParameters(
        ImmutableArray<ParameterDeclarationSyntax> written, ImmutableArray<string> generics)
    {
        var scope = Scope.Empty;
        var parameters = ImmutableArray.CreateBuilder<FunctionParameter>(written.Length);
        foreach (var parameter in written.DistinctBy(p => p.Name.Text))
        {
            var type = _types.Bind(parameter.Type, generics);
            var erased = Erase(type);
            scope = scope.With(new VariableSymbol(parameter.Name.Text, erased, parameters.Count));
            parameters.Add(new FunctionParameter(parameter.Name.Text, type, new IrVariable(parameter.Name.Text, erased)));
        }

        foreach (var repeated in written.Except(written.DistinctBy(p => p.Name.Text)))
        {
            _diagnostics.Add(CompilerDiagnostics.ArgumentTwice(_source, repeated.Name.Span, repeated.Name.Text));
        }

        return (parameters.ToImmutable(), scope);
    }

    private CheckSettings Settings => new() { Functions = this };

    private IrExpression Check(ExpressionSyntax expression, Scope scope, ImmutableArray<FunctionParameter> parameters) =>
        WithLocals(ExpressionChecker.Check(expression, _source, scope, Settings, _diagnostics), parameters);

    private IrExpression Convert(IrExpression value, PffType target, TextSpan span) =>
        ExpressionChecker.Convert(value, target, _source, span, Settings, _diagnostics);

    private IrExpression Finish(IrExpression body) => ConstantFolding.Fold(body, _source, _diagnostics);

    private static IrExpression WithLocals(IrExpression expression, ImmutableArray<FunctionParameter> parameters) =>
        new ParameterLocals(parameters).Rewrite(expression);

    /// <summary>In the body of a generic function a value of a type parameter may be anything.</summary>
    private static PffType Erase(PffType type) => type switch
    {
        TypeParameter => PffType.Dyn,
        ListType list => list with { Element = Erase(list.Element) },
        MapType map => new MapType(Erase(map.Key), Erase(map.Value)),
        NullableType nullable => TypeJoin.OrNull(Erase(nullable.Inner)),
        OptionalType optional => new OptionalType(Erase(optional.Inner)),
        _ => type,
    };

    private static FunctionSymbol Broken(string name, NamedDeclarationSyntax declaration)
    {
        var parameters = declaration is FunctionSyntax function ? function.Parameters : ((RuleSyntax)declaration).Parameters;
        return new FunctionSymbol(
            name,
            [],
            [.. parameters.DistinctBy(p => p.Name.Text).Select(p => new FunctionParameter(p.Name.Text, PffType.Error, new IrVariable(p.Name.Text, PffType.Error)))],
            PffType.Error,
            new IrConstant(Value.Null, PffType.Error, declaration.Name.Span));
    }

    /// <summary>Slots of parameters become the variables that stand for them.</summary>
    private sealed class ParameterLocals(ImmutableArray<FunctionParameter> parameters) : IrRewriter
    {
        protected override IrExpression Visit(IrExpression expression) =>
            expression is IrSlot slot ? new IrLocal(parameters[slot.Slot].Variable, slot.Span) : expression;
    }
}
