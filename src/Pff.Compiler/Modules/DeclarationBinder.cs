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

/// <summary>Gives the declarations of one module their meaning.</summary>
/// <param name="uses">The modules that it uses.</param>
/// <param name="declarations">What its names are known to mean already.</param>
internal sealed class DeclarationBinder(
    LoadedModule module, ImmutableArray<BoundModule> uses, ModuleDeclarations declarations, DiagnosticBag diagnostics)
{
    public BoundModule Bind(ImmutableArray<ApiCatalogue?> usedApis, bool isRoot)
    {
        CheckNames();
        var apis = usedApis.OfType<ApiCatalogue>().DistinctBy(c => c.Api.Name).ToList();
        var types = new TypeBinder(module, uses.SelectMany(u => u.Types), SchemasOf(apis), declarations, diagnostics);
        var ownTypes = types.BindAll();
        var functions = new FunctionBinder(module.Syntax, types, uses.SelectMany(u => u.Functions), declarations, diagnostics);
        var ownFunctions = functions.BindAll();
        var methodBinder = new MethodBinder(module.Syntax, types, [.. apis.Select(a => a.Api.Name)], diagnostics);
        var ownMethods = module.Syntax.Declarations.OfType<MethodDeclarationSyntax>().Select(methodBinder.Bind).OfType<MethodSymbol>().Select(m => WithDroppedAnswers(m, apis)).ToImmutableArray();
        ownMethods =
        [
            .. WithEffectRules(ownMethods, new MethodTable(apis, [.. ownMethods, .. uses.SelectMany(u => u.Methods)]))
                .DistinctBy(m => m.Name)
                .Select(m => declarations.Find(m.Name)!.Keep(m)),
        ];
        var methods = new MethodTable(apis, [.. ownMethods, .. uses.SelectMany(u => u.Methods)]);
        var unit = new UnitScope(methods, functions, inputs: null);
        var tables = module.Syntax.Declarations.OfType<TableSyntax>().DistinctBy(t => t.Name.Text).ToImmutableDictionary(t => t.Name.Text);
        var visible = uses.SelectMany(u => u.Tables).Concat(tables).DistinctBy(t => t.Key).ToDictionary(t => t.Key, t => t.Value);
        var sequences = BindSequences(new SequenceBinder(module.Syntax, types, visible, diagnostics), tables, unit, isRoot);
        foreach (var sequence in sequences.Concat(uses.SelectMany(u => u.Sequences)))
        {
            unit.Add(sequence);
        }

        types.BindRest();
        return new BoundModule(module, unit, ownTypes, tables, ownFunctions, ownMethods, sequences) { Uses = uses, Declarations = declarations };
    }

    private static MethodSymbol WithDroppedAnswers(MethodSymbol method, IEnumerable<ApiCatalogue> apis) =>
        method.Descriptor.Effect != Effect.Read && apis.FirstOrDefault(a => a.Api.Name == method.Descriptor.Api) is { } api
            ? method with { Descriptor = method.Descriptor with { Invalidates = CacheRules.OfModuleWrite(api) } }
            : method;

    /// <summary>What undoes or settles a method may be any method that the module can call, itself too.</summary>
    private ImmutableArray<MethodSymbol> WithEffectRules(ImmutableArray<MethodSymbol> methods, MethodTable table)
    {
        var declarations = module.Syntax.Declarations.OfType<MethodDeclarationSyntax>().Where(m => m.Undo is not null || m.SettledBy is not null)
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
            invoke, table.Find(invoke.Callee.Text) is [var known, ..] ? known.Places : [], module.Syntax.Source, diagnostics);

        ReadBackSyntax Bind(SettledBySyntax settled)
        {
            var within = settled.WithinMs?.Value ?? ReadBackPlan.DefaultWithinMs;
            if (within > ReadBackPlan.MaximumWithinMs)
            {
                diagnostics.Add(CompilerDiagnostics.BadSettlingTime(module.Syntax.Source, settled.WithinMs!.Span, ReadBackPlan.MaximumWithinMs));
            }

            return new ReadBackSyntax(
                settled.Read.Callee, Name(settled.Read), settled.Condition, (int)Math.Min(within, ReadBackPlan.MaximumWithinMs), settled.Read.Span);
        }
    }

    private ImmutableArray<BoundSequence> BindSequences(
        SequenceBinder binder, ImmutableDictionary<string, TableSyntax> tables, UnitScope unit, bool isRoot)
    {
        foreach (var table in tables.Values)
        {
            binder.BindColumns(table.Columns);
        }

        var prefix = isRoot ? string.Empty : module.Name + ".";
        return
        [
            .. module.Syntax.Declarations.OfType<SequenceDeclarationSyntax>()
                .Select(binder.Bind)
                .Select(s => new BoundSequence(s, unit, prefix + s.Name.Text)),
        ];
    }

    /// <summary>A name is declared once, in the module and what it uses together.</summary>
    private void CheckNames()
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
