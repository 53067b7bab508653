using System.Collections.Immutable;
using System.Text;

namespace Pff.Core.Plan.Storage;

/// <summary>
/// A <see cref="PlanModel"/> as bytes: every record's fields in the order of their declaration, in the encodings of
/// <see cref="BinaryWriter"/>. Read by hand-written code, because a run of one row spends more on the metadata of a
/// general serializer than on its calls.
/// </summary>
public static class PlanBytes
{
    public static byte[] Write(PlanModel model)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            new PlanWriter(writer).Write(model);
        }

        return stream.ToArray();
    }

    /// <summary>The model, or null where the bytes are not what <see cref="Write"/> gives.</summary>
    public static PlanModel? Read(ReadOnlyMemory<byte> bytes)
    {
        using var stream = new MemoryStream(bytes.ToArray(), writable: false);
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        try
        {
            var model = new PlanReader(reader).ReadModel();
            return stream.Position == stream.Length ? model : null;
        }
        catch (Exception exception) when (exception is IOException or FormatException or ArgumentException or InvalidDataException)
        {
            return null;
        }
    }
}
