using System.Collections.Immutable;
using Pff.Compiler.Catalogs;
using Pff.Compiler.Catalogs.OpenApi;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Importing.Writing;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Text;

namespace Pff.Compiler.Importing.OpenApi;

/// <summary>Writes the catalogue of one OpenAPI document.</summary>
internal static class CatalogueBuilder
{
    public static ImportedApi Build(
        DocumentFile main, OpenApiImport import, DocumentFiles documents, CatalogueTarget target, DiagnosticBag diagnostics)
    {
        var methods = ImmutableArray.CreateBuilder<ImportedMethod>();
        foreach (var operation in import.Operations)
        {
            if (import.Import(operation, target.ApiName, diagnostics) is { } symbol)
            {
                methods.Add(new ImportedMethod(target.Names.Take(operation.Name, "operation"), operation, symbol));
            }
        }

        // External files are only known once all operations are read.
        var placement = DocumentPlacement.Of(main, documents, target);
        var auth = new SecuritySchemes(main, documents, target.VariablePrefix, diagnostics).Read();
        var root = WrittenNode.Map(
            ("api", WrittenNode.Of(target.ApiName)),
            ("openapi", WrittenNode.Of(placement.Reference)),
            ("hosts", WrittenNode.Of(Host(main, import, target, auth is not null, diagnostics))),
            ("auth", auth),
            ("methods", new WrittenMap([.. methods.Select(m => new WrittenEntry(m.Name, MethodNode(m)))])));
        var title = (main.Root["info"] as DocumentMap)?.TextOf("title") ?? target.ApiName;
        var text = YamlWriter.Write(root, title, "Effects follow the verbs: change 'effect' where an operation does something else.").Text;
        return new ImportedApi(target.ApiName, target.CataloguePath, [new GeneratedFile(target.CataloguePath, text), .. placement.Copies], methods.ToImmutable());
    }

    private static WrittenMap MethodNode(ImportedMethod method)
    {
        var descriptor = method.Symbol.Descriptor;
        var effect = descriptor switch
        {
            { Effect: Effect.Read } => "read",
            { Verb: "DELETE" } => "irreversible",
            _ => "write",
        };
        var header = effect == "read" ? null : descriptor.Parameters
            .FirstOrDefault(p => p.Location == ParameterLocation.Header && p.WireName.Contains("idempotenc", StringComparison.OrdinalIgnoreCase));
        return WrittenNode.Map(
            ("operation", WrittenNode.Of(method.Operation.Name)),
            ("effect", WrittenNode.Of(effect)),
            ("idempotent", header is null ? null : WrittenNode.Map(("header", WrittenNode.Of(header.WireName))) with { IsInline = true })) with
        {
            IsInline = true,
        };
    }

    /// <summary>
    /// One server: hosts of a catalogue stand in for one another, and the servers of a document are often a production
    /// and a test system, which must never be mixed.
    /// </summary>
    private static string Host(DocumentFile main, OpenApiImport import, CatalogueTarget target, bool hasSecrets, DiagnosticBag diagnostics)
    {
        var place = main.Root.Find("servers") ?? main.Root.Find("host");
        var span = place?.NameSpan ?? new TextSpan(main.Root.Span.Start, Math.Min(1, main.Root.Span.Length));
        var usable = import.Servers
            .Select(s => HostAddress.Check(s, main.Source, span, new DiagnosticBag())).OfType<string>()
            .Distinct(StringComparer.Ordinal).ToList();
        if (usable.Count == 0)
        {
            var host = Placeholder(import.Servers.FirstOrDefault(), target.ApiName);
            diagnostics.Add(CompilerDiagnostics.NotCarried(
                main.Source, span, new("The server", "O servidor"),
                new($"the document gives no whole address; replace '{host}'", $"o documento não dá um endereço completo; troque '{host}'")));
            return host;
        }

        var chosen = usable.FirstOrDefault(u => u == Secure(usable[0])) ?? usable[0];
        foreach (var other in usable.Where(u => Secure(u) != Secure(chosen)))
        {
            diagnostics.Add(CompilerDiagnostics.NotCarried(
                main.Source, span, new($"The server '{other}'", $"O servidor '{other}'"),
                new("several hosts of a catalogue stand in for one another; put other systems into config/api_hosts.yaml",
                    "vários hosts de um catálogo substituem uns aos outros; coloque outros sistemas em config/api_hosts.yaml")));
        }

        if (hasSecrets && HostAddress.IsInTheClear(chosen))
        {
            diagnostics.Add(CompilerDiagnostics.NotCarried(
                main.Source, span, new($"The scheme of '{chosen}'", $"O esquema de '{chosen}'"),
                new("a secret is never sent in the clear, so the catalogue says https", "um segredo nunca é enviado às claras, então o catálogo diz https")));
            return Secure(chosen);
        }

        return chosen;
    }

    private static string Secure(string address) =>
        address.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? string.Concat("https://", address.AsSpan(7)) : address;

    private static string Placeholder(string? server, string api)
    {
        var host = $"https://{ImportedNames.Snake(api, "api").Replace('_', '-')}.example.invalid";
        var candidate = server is ['/', not '/', ..] ? host + server : host;
        return HostAddress.Check(candidate, new SourceText(string.Empty, string.Empty), default, new DiagnosticBag()) ?? host;
    }
}
