using System.Collections.Immutable;
using Pff.Compiler.Binding;
using Pff.Compiler.Catalogs;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Compiler.Typing;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Modules;

/// <summary>A named type of a module.</summary>
/// <param name="Constraint">What modules say that its values must keep, or null; the type has it too, with what documents promise.</param>
internal sealed record TypeSymbol(string Name, PffType Type, ValueConstraint? Constraint);

/// <summary>
/// The types that a module can name: its own and those of the modules that it uses, the language's, and the schemas of its
/// APIs, in this order.
/// </summary>
internal sealed class TypeBinder
{
    private readonly SourceText _source;
    private readonly Dictionary<string, TypeSymbol> _bound = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NamedDeclarationSyntax> _declarations = new(StringComparer.Ordinal);
    private readonly IReadOnlyDictionary<string, PffType> _schemas;
    private readonly DiagnosticBag _diagnostics;
    private readonly HashSet<string> _inProgress = new(StringComparer.Ordinal);
    private readonly Queue<ObjectType> _unbound = new();
    private readonly ModuleDeclarations _known;

    public TypeBinder(
        LoadedModule module,
        IEnumerable<TypeSymbol> imported,
        IReadOnlyDictionary<string, PffType> schemas,
        ModuleDeclarations known,
        DiagnosticBag diagnostics)
    {
        _known = known;
        _source = module.Syntax.Source;
        _schemas = schemas;
        _diagnostics = diagnostics;
        foreach (var declaration in module.Syntax.Declarations)
        {
            if (declaration is TypeDeclarationSyntax or EnumDeclarationSyntax)
            {
                var named = (NamedDeclarationSyntax)declaration;
                _declarations.TryAdd(named.Name.Text, named);
            }
        }

        foreach (var symbol in imported)
        {
            _bound.TryAdd(symbol.Name, symbol);
        }
    }

    private IEnumerable<string> Names => _declarations.Keys.Concat(_bound.Keys).Concat(TypeText.BuiltInNames).Concat(_schemas.Keys);

    /// <summary>The types that the module itself declares.</summary>
    public ImmutableArray<TypeSymbol> BindAll()
    {
        ImmutableArray<TypeSymbol> symbols = [.. _declarations.Keys.Select(Find).OfType<TypeSymbol>()];
        BindRest();
        return symbols;
    }

    /// <summary>
    /// The fields of all types that were written so far: they are bound when they are first asked for, and their mistakes
    /// are to be found now.
    /// </summary>
    public void BindRest()
    {
        while (_unbound.TryDequeue(out var type))
        {
            _ = type.Fields;
        }
    }

    public PffType Bind(TypeSyntax syntax, ImmutableArray<string> parameters = default) => syntax switch
    {
        NamedTypeSyntax named => BindNamed(named, parameters),
        NullableTypeSyntax nullable => TypeJoin.OrNull(Bind(nullable.Inner, parameters)),
        SecretTypeSyntax secret => Bind(secret.Inner, parameters) switch
        {
            { IsError: true } error => error,
            SecretType already => already,
            var inner => new SecretType(inner),
        },
        ObjectTypeSyntax shape => BindObject(shape, "object", parameters),
        ConstrainedTypeSyntax constrained => Constrain(constrained, parameters).Type,
        _ => PffType.Error,
    };

    /// <summary>What modules say that a type's values must keep; what an API's document promises is for the server to judge.</summary>
    public ValueConstraint? ConstraintOf(TypeSyntax syntax) => syntax switch
    {
        NamedTypeSyntax { Arguments.IsEmpty: true } named => Find(named.Name)?.Constraint,
        NullableTypeSyntax nullable => ConstraintOf(nullable.Inner),
        SecretTypeSyntax secret => ConstraintOf(secret.Inner),
        ConstrainedTypeSyntax constrained => Constrain(constrained, default).Constraint,
        _ => null,
    };

    private PffType BindNamed(NamedTypeSyntax named, ImmutableArray<string> parameters)
    {
        var expected = named.Name switch
        {
            "list" or "optional" => 1,
            "map" => named.Arguments.Length == 1 ? 1 : 2,
            _ => 0,
        };
        if (named.Arguments.Length != expected)
        {
            _diagnostics.Add(CompilerDiagnostics.TypeArguments(_source, named.Span, named.Name, expected, named.Arguments.Length));
            return PffType.Error;
        }

        var arguments = named.Arguments.Select(a => Bind(a, parameters)).ToList();
        if (arguments.FirstOrDefault(a => a.IsError) is { } wrong)
        {
            return wrong;
        }

        if (!parameters.IsDefault && parameters.Contains(named.Name))
        {
            return new TypeParameter(named.Name);
        }

        switch (named.Name)
        {
            case "list":
                return new ListType(arguments[0]);
            case "optional":
                return new OptionalType(arguments[0]);
            case "map":
                return arguments.Count == 1 ? new MapType(PffType.Text, arguments[0]) : new MapType(arguments[0], arguments[1]);
            case "dyn":
                return PffType.Dyn;
            case "ok":
                return PffType.Null;
        }

        if ((Find(named.Name)?.Type ?? TypeText.BuiltIn(named.Name) ?? _schemas.GetValueOrDefault(named.Name)) is { } type)
        {
            return type;
        }

        _diagnostics.Add(CompilerDiagnostics.UnknownType(_source, named.Span, named.Name, Names));
        return PffType.Error;
    }

    private TypeSymbol? Find(string name)
    {
        if (_bound.TryGetValue(name, out var known) || !_declarations.TryGetValue(name, out var declaration))
        {
            return known;
        }

        if (!_inProgress.Add(name))
        {
            _diagnostics.Add(CompilerDiagnostics.TypeLeadsToItself(_source, declaration.Name));
            return _bound[name] = new TypeSymbol(name, PffType.Error, null);
        }

        var symbol = declaration is EnumDeclarationSyntax values
            ? new TypeSymbol(name, new EnumType(name, [.. values.Values.Select(v => v.Text).Distinct()], values.IsOpen), null)
            : BindDeclaration((TypeDeclarationSyntax)declaration);
        _inProgress.Remove(name);
        _bound.TryAdd(name, symbol);
        return _bound[name] = _known.Find(name)!.Keep(_bound[name]);
    }

    private TypeSymbol BindDeclaration(TypeDeclarationSyntax declaration)
    {
        if (declaration.Type is ObjectTypeSyntax shape)
        {
            // Known before its fields are, so that a type may be recursive.
            return new TypeSymbol(declaration.Name.Text, BindObject(shape, declaration.Name.Text, default), null);
        }

        var (type, constraint) = declaration.Type is ConstrainedTypeSyntax constrained
            ? Constrain(constrained, default)
            : (Bind(declaration.Type), ConstraintOf(declaration.Type));
        return new TypeSymbol(declaration.Name.Text, type, constraint);
    }

    private (PffType Type, ValueConstraint? Constraint) Constrain(ConstrainedTypeSyntax syntax, ImmutableArray<string> parameters)
    {
        var type = Bind(syntax.Inner, parameters);
        var known = ConstraintOf(syntax.Inner);
        var builder = new ConstraintBuilder(_source, type, _diagnostics.Add);
        var words = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (word, value) in type.IsError ? [] : syntax.Constraints)
        {
            if (ConstraintWords.SubjectOf(word.Text) != ConstraintWords.SubjectOf(type))
            {
                _diagnostics.Add(CompilerDiagnostics.ConstraintOfOtherType(_source, word, type));
            }
            else if (!words.Add(word.Text))
            {
                _diagnostics.Add(CompilerDiagnostics.ConstraintTwice(_source, word));
            }
            else if (word.Text == ConstraintWords.Matching && known?.Pattern is { } pattern)
            {
                _diagnostics.Add(CompilerDiagnostics.SecondPattern(_source, word, pattern));
            }
            else if (word.Text == ConstraintWords.Matching && !LinearPattern.IsValid(value.Text))
            {
                _diagnostics.Add(CompilerDiagnostics.NotAPattern(_source, value));
            }
            else
            {
                builder.Add(word.Text, value);
            }
        }

        var constraint = (known ?? new()).And(builder.Value);
        return (builder.Type, constraint.AllowsEverything ? null : constraint);
    }

    private ObjectType BindObject(ObjectTypeSyntax shape, string name, ImmutableArray<string> parameters)
    {
        var type = new ObjectType(name, () =>
        [
            .. shape.Fields.DistinctBy(f => f.Name.Text).Select(f => new ObjectField(f.Name.Text, Bind(f.Type, parameters), f.IsRequired)),
        ]);
        _unbound.Enqueue(type);
        return type;
    }
}
