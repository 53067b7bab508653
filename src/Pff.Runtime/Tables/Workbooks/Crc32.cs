namespace Pff.Runtime.Tables.Workbooks;

/// <summary>The checksum of zip archives (ISO 3309, polynomial 0xEDB88320), eight bytes at a time.</summary>
internal static class Crc32
{
    private static readonly uint[][] Tables = BuildTables();

    /// <summary>The checksum of some bytes and <paramref name="bytes"/> after them; starts from 0.</summary>
    public static uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        var crc = ~checksum;
        var tables = Tables;
        while (bytes.Length >= 8)
        {
            var low = crc ^ System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            var high = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = tables[7][low & 0xFF] ^ tables[6][(low >> 8) & 0xFF] ^ tables[5][(low >> 16) & 0xFF] ^ tables[4][low >> 24]
                ^ tables[3][high & 0xFF] ^ tables[2][(high >> 8) & 0xFF] ^ tables[1][(high >> 16) & 0xFF] ^ tables[0][high >> 24];
            bytes = bytes[8..];
        }

        foreach (var item in bytes)
        {
            crc = tables[0][(crc ^ item) & 0xFF] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static uint[][] BuildTables()
    {
        var tables = new uint[8][];
        for (var k = 0; k < tables.Length; k++)
        {
            tables[k] = new uint[256];
            for (uint i = 0; i < 256; i++)
            {
                var value = k == 0 ? i : tables[k - 1][i];
                for (var bit = 0; bit < 8; bit++)
                {
                    value = (value & 1) != 0 ? (value >> 1) ^ 0xEDB88320 : value >> 1;
                }

                tables[k][i] = value;
            }
        }

        return tables;
    }
}
