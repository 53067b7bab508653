using System.Collections.Immutable;
using Pff.Compiler.Catalogs.OpenApi;
using Pff.Compiler.Diagnostics;
using Pff.Core.Diagnostics;
using Pff.Core.Types;

namespace Pff.Compiler.Catalogs.Overrides;

/// <summary>The overrides of one catalogue, sorted by what they start at: a schema of the document, or a method.</summary>
internal sealed class CatalogueOverrides
{
    private const string Arguments = "args";
    private const string Result = "result";

    private readonly OverrideCheck _check;
    private readonly DiagnosticBag _diagnostics;
    private readonly List<TypeOverride> _ofMethods = [];
    private readonly Dictionary<string, ImmutableArray<TypePatch>> _ofSchemas = new(StringComparer.Ordinal);

    /// <param name="overrides">As they are written.</param>
    /// <param name="import">The document that they correct.</param>
    /// <param name="methods">The names that methods of the catalogue may have.</param>
    /// <param name="diagnostics">Where diagnostics go.</param>
    public CatalogueOverrides(
        ImmutableArray<TypeOverride> overrides, OpenApiImport import, IReadOnlyCollection<string> methods, DiagnosticBag diagnostics)
    {
        _diagnostics = diagnostics;
        _check = new OverrideCheck(diagnostics);
        foreach (var each in overrides)
        {
            if (IsOfMethod(each) && methods.Contains(each.Path[0].Field!))
            {
                _ofMethods.Add(each);
            }
            else if (SchemaOf(each, import) is var (name, path))
            {
                AddToSchema(each, name, path, import);
            }
            else
            {
                IEnumerable<string> known = IsOfMethod(each) ? methods : import.SchemaNames.Concat(methods);
                var step = each.Path[0];
                diagnostics.Add(CompilerDiagnostics.OverrideOfNothing(
                    each.At, OverrideCheck.SpanOf(each, step), step.Field!, null, [.. known], OverrideCheck.RemovalOf(each)));
            }
        }
    }

    public ImmutableDictionary<string, ImmutableArray<TypePatch>> OfSchemas => _ofSchemas.ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>The methods with what overrides say of their arguments and results.</summary>
    /// <param name="methods">Those of the catalogue.</param>
    /// <param name="handWritten">Those among them that the catalogue declares itself.</param>
    /// <param name="failed">Names of methods that could not be read, which is already said.</param>
    public ImmutableArray<MethodSymbol> Amend(
        ImmutableArray<MethodSymbol> methods, IReadOnlySet<string> handWritten, IReadOnlySet<string> failed)
    {
        var amended = methods.ToBuilder();
        foreach (var each in _ofMethods)
        {
            var name = each.Path[0].Field!;
            var index = methods.ToList().FindIndex(m => m.Name == name);
            if (index >= 0 && handWritten.Contains(name))
            {
                _diagnostics.Add(CompilerDiagnostics.OverrideDoesNotFit(
                    each.At, new($"'{name}' is declared in this catalogue: correct it there", $"'{name}' é declarado neste catálogo: corrija-o lá")));
            }
            else if (index >= 0)
            {
                amended[index] = Amend(amended[index], each);
            }
            else if (!failed.Contains(name))
            {
                _diagnostics.Add(CompilerDiagnostics.OverrideOfNothing(
                    each.At, OverrideCheck.SpanOf(each, each.Path[0]), name, null, [.. methods.Select(m => m.Name)], OverrideCheck.RemovalOf(each)));
            }
        }

        return amended.ToImmutable();
    }

    private static bool IsOfMethod(TypeOverride each) => each.Path.Length > 1 && each.Path[1].Field is Arguments or Result;

    /// <summary>The schema that a path starts with, whose name may have dots in it, and the rest of the path.</summary>
    private static (string Name, ImmutableArray<PathStep> Path)? SchemaOf(TypeOverride each, OpenApiImport import)
    {
        for (var count = each.Path.Length; count > 0; count--)
        {
            if (each.Path[..count].All(s => s.Field is not null)
                && string.Join('.', each.Path[..count].Select(s => s.Field)) is var name
                && import.SchemaNames.Contains(name))
            {
                return (name, each.Path[count..]);
            }
        }

        return null;
    }

    private void AddToSchema(TypeOverride each, string name, ImmutableArray<PathStep> path, OpenApiImport import)
    {
        foreach (var change in each.Changes)
        {
            var before = _ofSchemas.GetValueOrDefault(name, []);
            ImmutableArray<PffType> roots = [.. import.OriginalsOf(name).Select(t => before.Aggregate(t, (type, patch) => patch.Apply(type)))];
            if (_check.Check(each, change, roots, path, name))
            {
                _ofSchemas[name] = before.Add(new TypePatch(path, change.Change));
            }
        }
    }

    private MethodSymbol Amend(MethodSymbol method, TypeOverride each)
    {
        var path = each.Path[1..];
        foreach (var change in each.Changes)
        {
            var isWholeArguments = path is [{ Field: Arguments }];
            var addsArgument = path is [{ Field: Arguments }, _] && change.Change is AddedField;
            if (isWholeArguments || addsArgument || (path.Length == 1 && change.Change is not ValueChange))
            {
                _diagnostics.Add(CompilerDiagnostics.OverrideDoesNotFit(change.Key, new(
                    "a method's arguments are changed one by one, and another one needs a method written by hand",
                    "os argumentos de um método são alterados um a um, e mais um exige um método escrito à mão")));
                continue;
            }

            var root = AsObject(method);
            if (_check.Check(each, change, [root], path, method.Name))
            {
                method = FromObject(method, (ObjectType)new TypePatch(path, change.Change).Apply(root));
            }
        }

        return method;
    }

    /// <summary>A method as an object with <c>args</c> and <c>result</c>, so that a path leads into it as into any other.</summary>
    private static ObjectType AsObject(MethodSymbol method)
    {
        var arguments = new ObjectType(Arguments, () => [.. method.Parameters.Select(p => new ObjectField(p.Name, p.Type, p.IsRequired))]);
        return new ObjectType(
            method.Name, () => [new ObjectField(Arguments, arguments, IsRequired: true), new ObjectField(Result, method.Result, IsRequired: true)]);
    }

    private static MethodSymbol FromObject(MethodSymbol method, ObjectType changed)
    {
        var arguments = (ObjectType)changed.Find(Arguments)!.Type;
        ImmutableArray<MethodParameter> parameters =
            [.. method.Parameters.Select(p => arguments.Find(p.Name) is { } field ? p with { Type = field.Type, IsRequired = field.IsRequired } : p)];
        var result = changed.Find(Result)!.Type;
        return method with
        {
            Result = result,
            Parameters = parameters,
            Descriptor = method.Descriptor with
            {
                AnswersJson = MethodParameters.IsJson(result),
                Parameters =
                [
                    .. method.Descriptor.Parameters.Select((p, i) => p with
                    {
                        IsRequired = parameters[i].IsRequired,
                        IsSecret = MethodParameters.IsSecret(parameters[i].Type),
                        TakesNull = MethodParameters.TakesNull(parameters[i].Type),
                    }),
                ],
            },
        };
    }
}
