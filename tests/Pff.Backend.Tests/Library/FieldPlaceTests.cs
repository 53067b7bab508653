using Pff.Core.Plan;

namespace Pff.Backend.Tests.Library;

/// <summary>What is remembered of one record never shows in another.</summary>
public sealed class FieldPlaceTests
{
    private static readonly string[][] Shapes = [["a", "b"], ["b", "a"], ["b"], [], ["c", "b", "a"], ["c"]];

    [Fact]
    public void A_field_is_found_in_records_of_every_shape_in_turns()
    {
        FieldPlace? place = null;
        for (var round = 0; round < 500; round++)
        {
            var shape = Shapes[(round * 7 / 3) % Shapes.Length];
            var names = round % 2 == 0 ? shape : [.. shape.Select(name => new string(name.AsSpan()))];
            var record = new RecordValue(names, [.. names.Select(name => Value.Of(name + round))]);

            var found = record.Field("a", ref place);

            Assert.Equal(record.TryGet("a", out var expected), !found.IsAbsent);
            Assert.True(found.IsAbsent || found.AsText == expected.AsText);
        }
    }
}
