using System.Collections.Immutable;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Core.Text;
using Pff.Server.Diagnostics;

namespace Pff.Server.Mocking.Reading;

/// <summary>Reads the top of a mock file and hands its parts to their readers.</summary>
internal sealed class MockFileReader(SourceText source, IFileSource files, DiagnosticBag diagnostics)
{
    private static readonly string[] KnownKeys = ["mock", "apis", "seed", "defaults", "state", "routes"];
    private static readonly LocalizedText TheFile = new("a mock file", "um arquivo de mock");

    private readonly YamlShapes _shapes = new(source, diagnostics);

    public MockDefinition? Read(YamlDocument document)
    {
        if (document.Root is null)
        {
            return null;
        }

        if (_shapes.Mapping(document.Root, KnownKeys) is not { } root)
        {
            return null;
        }

        var defaults = root.Find("defaults") is { } given
            ? new RouteReader(_shapes, RouteDefaults.None).ReadDefaults(given.Value)
            : RouteDefaults.None;
        return new MockDefinition
        {
            Source = source,
            Apis = ReadApis(root, document.IsComplete),
            Seed = root.Find("seed") is { } seed ? ScalarReader.ReadCount(_shapes, seed.Value, 0, long.MaxValue) : 0,
            InitialState = root.Find("state") is { } state ? new StateReader(_shapes, files).Read(state.Value) : PersistentMapValue.Empty,
            Routes = ReadRoutes(root, defaults, document.IsComplete),
        };
    }

    private ImmutableArray<MockedApi> ReadApis(YamlMapping root, bool isComplete)
    {
        var single = root.Find("mock");
        var several = root.Find("apis");
        if (single is null && several is null)
        {
            if (isComplete)
            {
                _shapes.Missing(root, "mock", TheFile);
            }

            return [];
        }

        if (single is not null && several is not null)
        {
            diagnostics.Add(MockDiagnostics.NotExactlyOne(source, several.Key.Span, ["mock", "apis"], 2));
        }

        var nodes = several is null ? [single!.Value] : _shapes.List(several.Value)?.Items ?? [];
        return [.. nodes.Select(node => _shapes.Scalar(node)).OfType<YamlScalar>().Select(scalar => new MockedApi(scalar.Text, scalar.Span))];
    }

    private ImmutableArray<MockRoute> ReadRoutes(YamlMapping root, RouteDefaults defaults, bool isComplete)
    {
        if (root.Find("routes") is not { } entry)
        {
            if (isComplete)
            {
                _shapes.Missing(root, "routes", TheFile);
            }

            return [];
        }

        if (_shapes.List(entry.Value) is not { } list)
        {
            return [];
        }

        var reader = new RouteReader(_shapes, defaults);
        ImmutableArray<MockRoute> routes = [.. list.Items.Select(reader.Read).OfType<MockRoute>()];
        WarnOfUnreachable(routes);
        return routes;
    }

    private void WarnOfUnreachable(ImmutableArray<MockRoute> routes)
    {
        for (var later = 1; later < routes.Length; later++)
        {
            for (var earlier = 0; earlier < later; earlier++)
            {
                if (TakesAll(routes[earlier], routes[later]))
                {
                    diagnostics.Add(MockDiagnostics.UnreachableRoute(source, routes[later].Span, routes[later].Display, routes[earlier].Display));
                    break;
                }
            }
        }
    }

    private static bool TakesAll(MockRoute earlier, MockRoute later)
    {
        if (earlier.When is not null
            || earlier.Path.Length != later.Path.Length
            || (!earlier.TakesAnyVerb && earlier.Verb != later.Verb))
        {
            return false;
        }

        for (var i = 0; i < earlier.Path.Length; i++)
        {
            if (!earlier.Path[i].IsCapture && (later.Path[i].IsCapture || later.Path[i].Text != earlier.Path[i].Text))
            {
                return false;
            }
        }

        return true;
    }
}
