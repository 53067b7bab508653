using System.Collections.Immutable;
using Pff.Core.Plan;

namespace Pff.Cli.Compiler.Testing.Generation;

/// <summary>What the calls of a method read of its response, all together: what nobody reads need not be generated.</summary>
internal sealed class ReadParts
{
    private readonly ImmutableArray<Projection> _projections;

    public ReadParts(IEnumerable<Projection> projections) => _projections = [.. projections];

    public bool ReadsAll => _projections.Any(p => p.DecodesAll);

    /// <summary>What is read of a field, or null where nothing is.</summary>
    public ReadParts? Of(string field)
    {
        if (ReadsAll)
        {
            return this;
        }

        ImmutableArray<Projection> found = [.. _projections.SelectMany(p => p.Properties).Where(p => p.Name == field).Select(p => p.Projection)];
        return found.IsEmpty ? null : new ReadParts(found);
    }

    public ReadParts OfElements() => ReadsAll ? this : new ReadParts(_projections.Select(p => p.Elements).OfType<Projection>());
}
