using System.Collections.Immutable;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Core.Text;
using Pff.Server.Diagnostics;
using Pff.Server.Mocking.Reading;

namespace Pff.Server.Mocking;

/// <param name="Definition">Null where a diagnostic is an error.</param>
public sealed record MockReading(MockDefinition? Definition, ImmutableArray<Diagnostic> Diagnostics);

/// <summary>Reads mock files; their form is described in <c>docs/language/mocks.md</c>.</summary>
public static class MockFile
{
    /// <summary>Checks a mock file whole. Never throws on what the file says.</summary>
    /// <param name="files">Where <c>from: { file: … }</c> is read, by its path relative to the mock file's folder.</param>
    public static MockReading Read(SourceText source, IFileSource files)
    {
        var diagnostics = new DiagnosticBag();
        var document = YamlReader.Read(source, diagnostics);
        var definition = new MockFileReader(source, files, diagnostics).Read(document);
        return new MockReading(diagnostics.HasErrors ? null : definition, diagnostics.ToSorted());
    }

    /// <summary>Warns where a mock stands in for an API that the plan does not call.</summary>
    public static ImmutableArray<Diagnostic> CheckAgainst(MockDefinition definition, ImmutableArray<ApiDescriptor> apis)
    {
        string[] known = [.. apis.Select(api => api.Name).Order(StringComparer.Ordinal)];
        return
        [
            .. definition.Apis.Where(api => !known.Contains(api.Name))
                .Select(api => MockDiagnostics.UnknownApi(definition.Source, api.Span, api.Name, known)),
        ];
    }
}
