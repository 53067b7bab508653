using System.Collections.Immutable;
using Pff.Compiler.Binding;
using Pff.Compiler.Catalogs;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Compiler.Manifest.Steps;
using Pff.Compiler.Typing;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Types;

namespace Pff.Compiler.Modules;

/// <summary>What a module declares, bound: what those that use it can name.</summary>
internal sealed record BoundModule(
    LoadedModule Module,
    UnitScope Unit,
    ImmutableArray<TypeSymbol> Types,
    ImmutableDictionary<string, TableSyntax> Tables,
    ImmutableArray<FunctionSymbol> Functions,
    ImmutableArray<MethodSymbol> Methods,
    ImmutableArray<BoundSequence> Sequences);

/// <summary>Gives the declarations of modules their meaning, those of used modules first.</summary>
internal sealed class ModuleBinder(
    IReadOnlyDictionary<string, ApiCatalogue> catalogues, string rootPath, DiagnosticBag diagnostics)
{
    private readonly Dictionary<string, BoundModule> _bound = new(StringComparer.Ordinal);

    public BoundModule Bind(LoadedModule module)
    {
        if (!_bound.TryGetValue(module.Path, out var bound))
        {
            bound = BindNew(module, [.. module.Uses.Select(Bind)]);
            _bound.Add(module.Path, bound);
        }

        return bound;
    }

    private BoundModule BindNew(LoadedModule module, ImmutableArray<BoundModule> uses)
    {
        CheckNames(module, uses);
        var apis = module.Syntax.UsedApis.Select(u => catalogues.GetValueOrDefault(u.Name.Text)).OfType<ApiCatalogue>().DistinctBy(c => c.Api.Name).ToList();
        var types = new TypeBinder(module, uses.SelectMany(u => u.Types), SchemasOf(apis), diagnostics);
        var ownTypes = types.BindAll();
        var functions = new FunctionBinder(module.Syntax, types, uses.SelectMany(u => u.Functions), diagnostics);
        var ownFunctions = functions.BindAll();
        var methodBinder = new MethodBinder(module.Syntax, types, [.. apis.Select(a => a.Api.Name)], diagnostics);
        var ownMethods = module.Syntax.Declarations.OfType<MethodDeclarationSyntax>().Select(methodBinder.Bind).OfType<MethodSymbol>().ToImmutableArray();
        ownMethods = WithEffectRules(module.Syntax, ownMethods, new MethodTable(apis, [.. ownMethods, .. uses.SelectMany(u => u.Methods)]));
        var methods = new MethodTable(apis, [.. ownMethods, .. uses.SelectMany(u => u.Methods)]);
        var unit = new UnitScope(methods, functions, inputs: null);
        var tables = module.Syntax.Declarations.OfType<TableSyntax>().DistinctBy(t => t.Name.Text).ToImmutableDictionary(t => t.Name.Text);
        var visible = uses.SelectMany(u => u.Tables).Concat(tables).DistinctBy(t => t.Key).ToDictionary(t => t.Key, t => t.Value);
        var sequences = BindSequences(module, new SequenceBinder(module.Syntax, types, visible, diagnostics), tables, unit);
        foreach (var sequence in sequences.Concat(uses.SelectMany(u => u.Sequences)))
        {
            unit.Add(sequence);
        }

        return new BoundModule(module, unit, ownTypes, tables, ownFunctions, ownMethods, sequences);
    }

    /// <summary>What undoes or settles a method may be any method that the module can call, itself too.</summary>
    private ImmutableArray<MethodSymbol> WithEffectRules(ModuleSyntax module, ImmutableArray<MethodSymbol> methods, MethodTable table)
    {
        var declarations = module.Declarations.OfType<MethodDeclarationSyntax>().Where(m => m.Undo is not null || m.SettledBy is not null)
            .DistinctBy(m => m.Name.Text).ToDictionary(m => m.Name.Text, StringComparer.Ordinal);
        return
        [
            .. methods.Select(method => declarations.GetValueOrDefault(method.Name) is { } declaration
                ? method with
                {
                    Undo = declaration.Undo is { } undo ? new UndoCallSyntax(undo.Callee, Name(undo), undo.Span) : null,
                    SettledBy = declaration.SettledBy is { } settled ? Bind(settled) : null,
                }
                : method),
        ];

        ImmutableArray<ArgumentSyntax> Name(InvokeSyntax invoke) => InvokeArguments.Name(
            invoke, table.Find(invoke.Callee.Text) is [var known, ..] ? known.Places : [], module.Source, diagnostics);

        ReadBackSyntax Bind(SettledBySyntax settled)
        {
            var within = settled.WithinMs?.Value ?? ReadBackPlan.DefaultWithinMs;
            if (within > ReadBackPlan.MaximumWithinMs)
            {
                diagnostics.Add(CompilerDiagnostics.BadSettlingTime(module.Source, settled.WithinMs!.Span, ReadBackPlan.MaximumWithinMs));
            }

            return new ReadBackSyntax(
                settled.Read.Callee, Name(settled.Read), settled.Condition, (int)Math.Min(within, ReadBackPlan.MaximumWithinMs), settled.Read.Span);
        }
    }

    private ImmutableArray<BoundSequence> BindSequences(
        LoadedModule module, SequenceBinder binder, ImmutableDictionary<string, TableSyntax> tables, UnitScope unit)
    {
        foreach (var table in tables.Values)
        {
            binder.BindColumns(table.Columns);
        }

        var prefix = module.Path == rootPath ? string.Empty : module.Name + ".";
        return
        [
            .. module.Syntax.Declarations.OfType<SequenceDeclarationSyntax>()
                .Select(binder.Bind)
                .Select(s => new BoundSequence(s, unit, prefix + s.Name.Text)),
        ];
    }

    /// <summary>A name is declared once, in the module and what it uses together.</summary>
    private void CheckNames(LoadedModule module, ImmutableArray<BoundModule> uses)
    {
        var places = new Dictionary<(bool IsType, string Name), string>();
        foreach (var use in uses)
        {
            foreach (var declaration in use.Module.Syntax.Declarations.OfType<NamedDeclarationSyntax>())
            {
                places.TryAdd(KeyOf(declaration), use.Module.Path);
            }
        }

        foreach (var declaration in module.Syntax.Declarations.OfType<NamedDeclarationSyntax>())
        {
            if (!places.TryAdd(KeyOf(declaration), $"{module.Path}:{module.Syntax.Source.GetPosition(declaration.Name.Span.Start).Line + 1}"))
            {
                diagnostics.Add(CompilerDiagnostics.DeclaredTwice(module.Syntax.Source, declaration.Name, places[KeyOf(declaration)]));
            }
        }
    }

    private static (bool IsType, string Name) KeyOf(NamedDeclarationSyntax declaration) =>
        (declaration is TypeDeclarationSyntax or EnumDeclarationSyntax or TableSyntax, declaration.Name.Text);

    /// <summary>The named types that the methods of APIs take and give, by name; the first of a name.</summary>
    private static Dictionary<string, PffType> SchemasOf(IEnumerable<ApiCatalogue> apis)
    {
        var schemas = new Dictionary<string, PffType>(StringComparer.Ordinal);
        var seen = new HashSet<PffType>();
        var open = new Queue<PffType>(apis.SelectMany(a => a.Methods).SelectMany(m => m.Parameters.Select(p => p.Type).Append(m.Result)));
        while (open.TryDequeue(out var type))
        {
            if (!seen.Add(type))
            {
                continue;
            }

            foreach (var part in PartsOf(type, schemas))
            {
                open.Enqueue(part);
            }
        }

        return schemas;
    }

    private static IEnumerable<PffType> PartsOf(PffType type, Dictionary<string, PffType> schemas)
    {
        switch (type)
        {
            case ListType list:
                return [list.Element];
            case MapType map:
                return [map.Value];
            case NullableType nullable:
                return [nullable.Inner];
            case SecretType secret:
                return [secret.Inner];
            case EnumType named:
                schemas.TryAdd(named.Name, named);
                return [];
            case UnionType union:
                schemas.TryAdd(union.Name, union);
                return union.Cases.Select(c => c.Type);
            case ObjectType shape:
                schemas.TryAdd(shape.Name, shape);
                return shape.Fields.Select(f => f.Type);
            default:
                return [];
        }
    }
}
