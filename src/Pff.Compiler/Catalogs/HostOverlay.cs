using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Core.Text;

namespace Pff.Compiler.Catalogs;

/// <summary>
/// <c>config/api_hosts.yaml</c>: which hosts the APIs have in each environment. All of it is checked, whichever
/// environment is asked for.
/// </summary>
internal sealed class HostOverlay
{
    public const string RelativePath = "config/api_hosts.yaml";

    private readonly Dictionary<string, ImmutableArray<string>> _hosts = new(StringComparer.Ordinal);
    private readonly List<YamlScalar> _apis = [];

    // Where the environment asked for is declared.
    private YamlScalar? _place;

    private HostOverlay(SourceFile? file) => File = file;

    /// <summary>Null where there is none.</summary>
    public SourceFile? File { get; }

    /// <param name="path">Where it would be.</param>
    /// <param name="environment">Null where none is asked for.</param>
    public static HostOverlay Read(string path, IFileSource files, string? environment, DiagnosticBag diagnostics)
    {
        var read = files.Read(path);
        if (read.Text is not { } source)
        {
            var nowhere = new SourceText(path, string.Empty);
            if (read.Status != FileReadStatus.NotFound)
            {
                diagnostics.Add(CompilerDiagnostics.CatalogueNotReadable(nowhere, default, path, read.Status));
            }
            else if (environment is not null)
            {
                diagnostics.Add(CompilerDiagnostics.UnknownEnvironment(nowhere, default, environment, path, []));
            }

            return new HostOverlay(null);
        }

        var overlay = new HostOverlay(new SourceFile(path, read.Sha256 ?? string.Empty));
        var document = YamlReader.Read(source, diagnostics);
        if (document.Root is { } root && CatalogueSection.Open(root, new("a host overlay", "uma sobreposição de hosts"), diagnostics) is { } section)
        {
            overlay.ReadEnvironments(section, environment, path, isComplete: document.IsComplete);
            section.Close();
        }

        return overlay;
    }

    /// <summary>The hosts of an API in the environment asked for; null where the overlay says none.</summary>
    public ImmutableArray<string>? HostsOf(string api) => _hosts.TryGetValue(api, out var hosts) ? hosts : null;

    public void CheckApis(IReadOnlyCollection<string> known, DiagnosticBag diagnostics)
    {
        // Other manifests may share the overlay and use other APIs, so only what looks like a slip is one.
        foreach (var api in _apis.Where(a => !known.Contains(a.Text) && Suggestion.Nearest(a.Text, known) is not null))
        {
            diagnostics.Add(CompilerDiagnostics.UnknownApiInOverlay(api, known));
        }

        if (_place is not { } place)
        {
            return;
        }

        foreach (var api in known.Where(k => !_hosts.ContainsKey(k)))
        {
            diagnostics.Add(CompilerDiagnostics.EnvironmentWithoutHosts(place.Source, place.Span, place.Text, api));
        }
    }

    private void ReadEnvironments(CatalogueSection section, string? environment, string path, bool isComplete)
    {
        var source = section.Map.Source;
        if (section.Find("environments") is not { } entry)
        {
            section.ReportMissing("environments");
            return;
        }

        if (entry.Value is not YamlMapping environments)
        {
            CatalogueSection.ReportNode(entry.Value, new("a mapping of environments", "um mapeamento de ambientes"), section.Diagnostics);
            return;
        }

        foreach (var each in environments.Entries)
        {
            _place = each.Key.Text == environment ? each.Key : _place;
            if (each.Value is not YamlMapping apis)
            {
                CatalogueSection.ReportNode(each.Value, new("a mapping from APIs to hosts", "um mapeamento de APIs para hosts"), section.Diagnostics);
                continue;
            }

            foreach (var api in apis.Entries)
            {
                var hosts = CatalogueReader.ReadHosts(api.Value, section);
                _apis.Add(api.Key);
                if (each.Key.Text == environment && !hosts.IsEmpty)
                {
                    _hosts[api.Key.Text] = hosts;
                }
            }
        }

        if (environment is not null && isComplete && environments.Find(environment) is null)
        {
            section.Diagnostics.Add(CompilerDiagnostics.UnknownEnvironment(
                source, entry.Key.Span, environment, path, [.. environments.Entries.Select(e => e.Key.Text)]));
        }
    }
}
