using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Server.Diagnostics;

namespace Pff.Server.Mocking.Reading;

internal sealed class FaultReader(YamlShapes shapes)
{
    private static readonly string[] Kinds = ["status", "drop", "hang", "garbage"];
    private static readonly string[] KnownKeys = ["rate", "first", "retry_after", .. Kinds];

    /// <summary>Null where it is so wrong that there is no fault; that is reported.</summary>
    public MockFault? Read(YamlNode node)
    {
        if (shapes.Mapping(node, KnownKeys) is not { } mapping)
        {
            return null;
        }

        var kinds = mapping.Entries.Where(entry => Kinds.Contains(entry.Key.Text)).ToArray();
        if (kinds.Length != 1)
        {
            shapes.Diagnostics.Add(MockDiagnostics.NotExactlyOne(shapes.Source, mapping.Span, Kinds, kinds.Length));
            return null;
        }

        var fault = ReadKind(kinds[0]);
        return fault is null ? null : fault with
        {
            Rate = mapping.Find("rate") is { } rate ? ScalarReader.ReadRate(shapes, rate.Value) : 1,
            First = mapping.Find("first") is { } first ? (int)ScalarReader.ReadCount(shapes, first.Value, 1, int.MaxValue) : 0,
            RetryAfter = mapping.Find("retry_after") is { } after ? ScalarReader.ReadDuration(shapes, after.Value) : TimeSpan.Zero,
        };
    }

    private MockFault? ReadKind(YamlEntry entry)
    {
        switch (entry.Key.Text)
        {
            case "status":
                return new MockFault { Kind = MockFaultKind.Status, Status = (int)ScalarReader.ReadCount(shapes, entry.Value, 200, 599) };
            case "hang":
                return new MockFault { Kind = MockFaultKind.Hang, Duration = ScalarReader.ReadDuration(shapes, entry.Value) };
            case "drop" when entry.Value is YamlScalar { Text: "before" }:
                return new MockFault { Kind = MockFaultKind.DropBefore };
            case "drop" when entry.Value is YamlScalar { Text: "after" }:
                return new MockFault { Kind = MockFaultKind.DropAfter };
            case "garbage" when entry.Value is YamlScalar scalar && scalar.TryGetBool(out var isOn) && isOn:
                return new MockFault { Kind = MockFaultKind.Garbage };
            default:
                var expected = entry.Key.Text == "drop" ? new LocalizedText("'before' or 'after'", "'before' ou 'after'") : new LocalizedText("'true'", "'true'");
                var found = entry.Value is YamlScalar { Kind: YamlScalarKind.Text } other ? new($"'{other.Text}'", $"'{other.Text}'") : entry.Value.Description;
                shapes.Diagnostics.Add(MockDiagnostics.WrongShape(shapes.Source, entry.Value.Span, expected, found));
                return null;
        }
    }
}
