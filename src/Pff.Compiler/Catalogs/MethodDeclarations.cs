using System.Collections.Immutable;
using Pff.Compiler.Catalogs.OpenApi;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Compiler.Manifest.Steps;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;

namespace Pff.Compiler.Catalogs;

/// <summary>What the methods of one catalogue are read against.</summary>
/// <param name="Import">Null where the catalogue names no OpenAPI document.</param>
/// <param name="HasOpenApi">True also where the document could not be read, which is reported once and not per method.</param>
internal sealed record MethodContext(
    ApiDescriptor Api, CatalogueTypes Types, OpenApiImport? Import, bool HasOpenApi, string DocumentName, DiagnosticBag Diagnostics);

/// <summary>Reads the entries of <c>methods</c>: operations under a name, and methods written by hand.</summary>
internal sealed class MethodDeclarations(MethodContext context)
{
    private static readonly LocalizedText MethodOwner = new("a method", "um método");

    private readonly DiagnosticBag _diagnostics = context.Diagnostics;

    /// <summary>The operations that a method names, so that <c>import: all</c> need not import them again.</summary>
    public HashSet<string> ImportedOperations { get; } = new(StringComparer.Ordinal);

    /// <summary>The methods that the catalogue declares itself.</summary>
    public HashSet<string> HandWritten { get; } = new(StringComparer.Ordinal);

    /// <returns>Null where it cannot be used; a diagnostic then says why.</returns>
    public MethodSymbol? Read(YamlEntry entry)
    {
        if (entry.Key.Text.Trim().Length == 0)
        {
            _diagnostics.Add(CompilerDiagnostics.NotACatalogueName(entry.Key, MethodOwner));
            return null;
        }

        switch (entry.Value)
        {
            case YamlScalar { IsNull: true }:
                return Find(entry.Key, entry.Key) is { } same ? Named(same, entry.Key) : null;
            case YamlScalar operation:
                return Find(operation, entry.Key) is { } found ? Named(found, entry.Key) : null;
        }

        if (CatalogueSection.Open(entry.Value, MethodOwner, _diagnostics) is not { } section)
        {
            return null;
        }

        var operationName = section.Text("operation");
        var request = section.Text("request");
        if (operationName is not null && request is not null)
        {
            _diagnostics.Add(CompilerDiagnostics.KeysExclude(section.Map.Find("request")!.Key, "operation"));
            return null;
        }

        if (section.Map.Find("operation") is null && section.Map.Find("request") is null && !context.HasOpenApi)
        {
            _diagnostics.Add(CompilerDiagnostics.NoSuchMethodDeclaration(entry.Key));
            return null;
        }

        var isHandWritten = request is not null || section.Map.Find("request") is not null;
        if (isHandWritten)
        {
            HandWritten.Add(entry.Key.Text);
        }

        var method = isHandWritten
            ? new HandWrittenMethod(context, section, entry.Key).Read(request)
            : ReadImported(section, operationName ?? entry.Key, entry.Key);
        method = method is null ? null : Amend(method, section);
        section.Close();
        return method;
    }

    private MethodSymbol? ReadImported(CatalogueSection section, YamlScalar operation, YamlScalar name)
    {
        var found = Find(operation, name) is { } symbol ? Named(symbol, name) : null;
        if (section.Find("rename") is { } rename && found is not null)
        {
            return Rename(found, rename.Value, operation.Text);
        }

        return found;
    }

    private MethodSymbol? Find(YamlScalar operation, YamlScalar name)
    {
        if (!context.HasOpenApi)
        {
            _diagnostics.Add(CompilerDiagnostics.NeedsOpenApi(name));
            return null;
        }

        if (context.Import is not { } import)
        {
            return null;
        }

        ImportedOperations.Add(operation.Text);
        if (import.Operations.FirstOrDefault(o => o.Name == operation.Text) is { } found)
        {
            return import.Import(found, context.Api.Name, _diagnostics);
        }

        _diagnostics.Add(CompilerDiagnostics.UnknownOperation(operation, context.DocumentName, import.Operations.Select(o => o.Name)));
        return null;
    }

    private static MethodSymbol Named(MethodSymbol method, YamlScalar name) =>
        method with { Descriptor = method.Descriptor with { Name = name.Text }, Source = name.Source, Span = name.Span };

    private MethodSymbol Rename(MethodSymbol method, YamlNode node, string operation)
    {
        if (node is not YamlMapping map)
        {
            CatalogueSection.ReportNode(node, new("a mapping from the document's names to yours", "um mapeamento dos nomes do documento para os seus"), _diagnostics);
            return method;
        }

        var names = method.Parameters.Select(p => p.Name).ToArray();
        foreach (var entry in map.Entries)
        {
            var index = Array.FindIndex([.. method.Parameters], p => p.Name == entry.Key.Text);
            if (index < 0)
            {
                _diagnostics.Add(CompilerDiagnostics.UnknownRenamedParameter(entry.Key, operation, names));
            }
            else if (entry.Value is not YamlScalar { IsNull: false } wanted || wanted.Text.Length == 0)
            {
                CatalogueSection.ReportNode(entry.Value, new("a name", "um nome"), _diagnostics);
            }
            else if (names.Where((n, i) => i != index && n == wanted.Text).Any())
            {
                _diagnostics.Add(CompilerDiagnostics.ParameterNameTaken(wanted, operation));
            }
            else
            {
                names[index] = wanted.Text;
            }
        }

        return method with
        {
            Parameters = [.. method.Parameters.Select((p, i) => p with { Name = names[i] })],
            Descriptor = method.Descriptor with
            {
                Parameters = [.. method.Descriptor.Parameters.Select((p, i) => p with { Name = names[i] })],
            },
        };
    }

    /// <summary>What every method may say, wherever it comes from.</summary>
    private MethodSymbol Amend(MethodSymbol method, CatalogueSection section)
    {
        var descriptor = method.Descriptor with
        {
            Effect = section.Choice("effect", "read", "write", "irreversible")?.Text switch
            {
                "read" => Effect.Read,
                "write" => Effect.Write,
                "irreversible" => Effect.Irreversible,
                _ => method.Descriptor.Effect,
            },
        };
        descriptor = Idempotency(descriptor, section);
        method = WithoutKeyParameter(method, ref descriptor);
        var description = section.Text("description")?.Text ?? method.Description;
        if (section.Section("timeouts", new("'timeouts'", "'timeouts'")) is { } timeouts)
        {
            descriptor = descriptor with { Timeouts = CatalogueSettings.Timeouts(timeouts, context.Api.Timeouts) };
        }

        if (section.Section("retry", new("'retry'", "'retry'")) is { } retry)
        {
            descriptor = descriptor with { Retry = CatalogueSettings.Retry(retry, context.Api.Retry) };
        }

        if (section.Section("hedge", new("'hedge'", "'hedge'")) is { } hedge)
        {
            descriptor = descriptor with { Hedge = CatalogueSettings.Hedge(hedge, context.Api.Hedge, descriptor.Timeouts ?? context.Api.Timeouts) };
            if (descriptor.Effect != Effect.Read)
            {
                _diagnostics.Add(CompilerDiagnostics.HedgeOfWrite(section.Map.Find("hedge")!.Key, method.Name));
            }
        }

        if (section.Section("cache", new("'cache'", "'cache'")) is { } cache)
        {
            (descriptor, var rule) = CatalogueCache.OfMethod(cache, context.Api.Cache, descriptor);
            method = method with { CacheRule = rule };
            if (descriptor.Effect != Effect.Read)
            {
                _diagnostics.Add(CompilerDiagnostics.CacheOfWrite(section.Map.Find("cache")!.Key, method.Name));
            }
        }

        if (section.Section("journal", new("'journal'", "'journal'")) is { } journal)
        {
            descriptor = descriptor with { Journal = CatalogueJournal.Read(journal, context.Api.Journal) };
        }

        var undo = section.Find("undo") is { } entry ? UndoStep.ReadCall(entry, new ShapeReader(_diagnostics, isComplete: true)) : method.Undo;
        var settledBy = section.Find("settled_by") is { } settled ? ReadBackSyntax.Read(settled, _diagnostics) : method.SettledBy;
        return method with { Descriptor = descriptor, Description = description, Undo = undo, SettledBy = settledBy };
    }

    /// <summary>The runtime gives the idempotency key, so the document's parameter for it need not be given.</summary>
    private static MethodSymbol WithoutKeyParameter(MethodSymbol method, ref MethodDescriptor descriptor)
    {
        if (!descriptor.IsIdempotent)
        {
            return method;
        }

        var header = descriptor.IdempotencyHeader;
        for (var i = 0; i < descriptor.Parameters.Length; i++)
        {
            if (descriptor.Parameters[i] is { Location: ParameterLocation.Header, IsRequired: true } parameter
                && parameter.WireName.Equals(header, StringComparison.OrdinalIgnoreCase))
            {
                descriptor = descriptor with { Parameters = descriptor.Parameters.SetItem(i, parameter with { IsRequired = false }) };
                method = method with { Parameters = method.Parameters.SetItem(i, method.Parameters[i] with { IsRequired = false }) };
            }
        }

        return method;
    }

    private MethodDescriptor Idempotency(MethodDescriptor descriptor, CatalogueSection section)
    {
        if (section.Find("idempotent") is not { } entry)
        {
            return descriptor;
        }

        if (entry.Value is YamlScalar scalar)
        {
            if (scalar.TryGetBool(out var value))
            {
                return descriptor with { IsIdempotent = value };
            }

            CatalogueSection.ReportNode(scalar, new("true, false or '{ header: NAME }'", "true, false ou '{ header: NOME }'"), _diagnostics);
            return descriptor;
        }

        if (CatalogueSection.Open(entry.Value, new("'idempotent'", "'idempotent'"), _diagnostics) is not { } inner)
        {
            return descriptor;
        }

        var header = inner.Text("header");
        if (inner.Map.Find("header") is null)
        {
            inner.ReportMissing("header");
        }

        inner.Close();
        if (header is not null && !HeaderName.Check(header.Text, header, _diagnostics))
        {
            return descriptor;
        }

        return header is null ? descriptor : descriptor with { IsIdempotent = true, IdempotencyHeader = header.Text };
    }
}
