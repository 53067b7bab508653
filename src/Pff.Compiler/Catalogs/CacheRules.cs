using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Compiler.Typing;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;

namespace Pff.Compiler.Catalogs;

/// <summary>
/// Binds what methods say of their cache to the other methods of the catalogue: a read learns by which of its arguments writes
/// drop its answers, and a write which answers it drops, so that a plan that only writes knows it too.
/// </summary>
internal sealed class CacheRules(ImmutableArray<MethodSymbol> methods, CacheSettings ofApi, DiagnosticBag diagnostics)
{
    private readonly Dictionary<string, List<InvalidationRule>> _invalidates = new(StringComparer.Ordinal);

    public ImmutableArray<MethodSymbol> Bind()
    {
        if (methods.All(m => m.CacheRule is null))
        {
            return methods;
        }

        var reads = methods.Select(BindRead).ToList();
        return
        [
            .. reads.Select(m => _invalidates.TryGetValue(m.Name, out var rules)
                ? m with { Descriptor = m.Descriptor with { Invalidates = [.. rules] } }
                : m),
        ];
    }

    /// <summary>
    /// What a write drops that a module declares, of which no rule of the catalogue can speak: all answers of the reads that some
    /// write drops answers of.
    /// </summary>
    public static ImmutableArray<InvalidationRule> OfModuleWrite(ApiCatalogue catalogue) =>
    [
        .. from read in catalogue.Methods.Select(m => m.Descriptor)
           where read.CacheRule is { Groups.IsEmpty: false }
           let names = read.CacheRule!.Groups[0].Parameters.Select(p => read.Parameters[p].Name)
           select new InvalidationRule(read.Name, [.. names], [], (read.Cache ?? catalogue.Api.Cache).DiskMs > 0),
    ];

    private MethodSymbol BindRead(MethodSymbol read)
    {
        if (read.CacheRule is not { } syntax || read.Descriptor.Effect != Effect.Read)
        {
            return read;
        }

        var settings = read.Descriptor.Cache ?? ofApi;
        if (syntax.Disk is { } disk && settings.DiskMs > 0 && SecretTypes.PathTo(read.Result) is { } path)
        {
            diagnostics.Add(CompilerDiagnostics.DiskOfSecret(disk, read.Name, "result" + path));
        }

        var by = syntax.By is { } names ? [.. names.Select(n => IndexOf(read, n)).Where(i => i >= 0).Distinct()] : ImmutableArray<int>.Empty;
        var keys = syntax.By is null ? [.. Enumerable.Range(0, read.Parameters.Length)] : by;
        var groups = ImmutableArray.CreateBuilder<ArgumentGroup>();
        foreach (var name in syntax.InvalidatedBy)
        {
            if (Find(read, name) is { } write)
            {
                AddGroup(groups, AddRule(read, write, keys, settings.DiskMs > 0));
            }
        }

        return syntax.By is null && groups.Count == 0
            ? read
            : read with
            {
                Descriptor = read.Descriptor with
                {
                    CacheRule = new CacheRule { IsByParameters = syntax.By is not null, By = by, Groups = groups.ToImmutable() },
                },
            };
    }

    /// <summary>Writes the write's side of a rule, and gives the read's: the parameters that both have.</summary>
    private ImmutableArray<int> AddRule(MethodSymbol read, MethodSymbol write, ImmutableArray<int> keys, bool isOnDisk)
    {
        ImmutableArray<int> shared =
        [
            .. keys.Where(k => write.FindParameter(read.Parameters[k].Name) is not null).OrderBy(k => read.Parameters[k].Name, StringComparer.Ordinal),
        ];
        ImmutableArray<string> names = [.. shared.Select(k => read.Parameters[k].Name)];
        var indexes = names.Select(n => write.Parameters.IndexOf(write.FindParameter(n)!));
        var rules = _invalidates.TryGetValue(write.Name, out var known) ? known : _invalidates[write.Name] = [];
        if (rules.All(r => r.Method != read.Name))
        {
            rules.Add(new InvalidationRule(read.Name, names, [.. indexes], isOnDisk));
        }

        return shared;
    }

    private static void AddGroup(ImmutableArray<ArgumentGroup>.Builder groups, ImmutableArray<int> parameters)
    {
        if (groups.All(g => !g.Parameters.SequenceEqual(parameters)))
        {
            groups.Add(new ArgumentGroup(parameters));
        }
    }

    private int IndexOf(MethodSymbol read, YamlScalar name)
    {
        if (read.FindParameter(name.Text) is { } parameter)
        {
            return read.Parameters.IndexOf(parameter);
        }

        diagnostics.Add(CompilerDiagnostics.CacheByNoParameter(name, read.Name, [.. read.Parameters.Select(p => p.Name)]));
        return -1;
    }

    private MethodSymbol? Find(MethodSymbol read, YamlScalar name)
    {
        var found = methods.FirstOrDefault(m => m.Name == name.Text);
        if (found is null)
        {
            var writes = methods.Where(m => m.Descriptor.Effect != Effect.Read).Select(m => m.Name);
            diagnostics.Add(CompilerDiagnostics.InvalidatedByUnknown(name, read.Name, [.. writes]));
        }
        else if (found.Descriptor.Effect == Effect.Read)
        {
            diagnostics.Add(CompilerDiagnostics.InvalidatedByRead(name, read.Name));
            return null;
        }

        return found;
    }
}
