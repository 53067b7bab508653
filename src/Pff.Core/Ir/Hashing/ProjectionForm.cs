using Pff.Core.Plan;

namespace Pff.Core.Ir.Hashing;

/// <summary>What a call decodes: it decides which wrong answers of a server fail the row, so it is a part of the meaning.</summary>
internal static class ProjectionForm
{
    public static void Write(BinaryWriter writer, Projection? projection)
    {
        writer.Write(projection is not null);
        if (projection is null)
        {
            return;
        }

        writer.Write(projection.KeepsBytes);
        writer.Write(projection.DecodesAll);
        writer.Write((byte)projection.Scalar);
        writer.Write(projection.AllowsNull);
        writer.Write(projection.HoldsSecrets);
        writer.Write(projection.Properties.Length);
        foreach (var property in projection.Properties.OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            writer.Write(property.Name);
            Write(writer, property.Projection);
        }

        Write(writer, projection.Elements);
    }
}
