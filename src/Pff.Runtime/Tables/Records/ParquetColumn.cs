using Parquet;
using Parquet.Schema;
using Pff.Core.Plan;

namespace Pff.Runtime.Tables.Records;

/// <summary>One column of a row group, kept in its own type and turned into cells one by one.</summary>
internal static class ParquetColumn
{
    private static readonly HashSet<Type> Readable =
    [
        typeof(bool), typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong),
        typeof(float), typeof(double), typeof(decimal), typeof(ReadOnlyMemory<char>), typeof(ReadOnlyMemory<byte>), typeof(string), typeof(byte[]), typeof(Guid),
        typeof(DateTime), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan),
    ];

    public static bool CanRead(Type type) => Readable.Contains(type);

    /// <returns>The cell of a row of the group.</returns>
    public static Func<int, Value> Read(ParquetRowGroupReader group, DataField field, int rows)
    {
        var type = field.ClrType;
        return type == typeof(string) || type == typeof(ReadOnlyMemory<char>) ? ReadTexts(group, field, rows)
            : type == typeof(byte[]) || type == typeof(ReadOnlyMemory<byte>) ? ReadBytes(group, field, rows)
            : type == typeof(bool) ? ReadOf<bool>(group, field, rows, Value.Of)
            : type == typeof(sbyte) ? ReadOf<sbyte>(group, field, rows, cell => Value.Of((long)cell))
            : type == typeof(byte) ? ReadOf<byte>(group, field, rows, cell => Value.Of((long)cell))
            : type == typeof(short) ? ReadOf<short>(group, field, rows, cell => Value.Of((long)cell))
            : type == typeof(ushort) ? ReadOf<ushort>(group, field, rows, cell => Value.Of((long)cell))
            : type == typeof(int) ? ReadOf<int>(group, field, rows, cell => Value.Of((long)cell))
            : type == typeof(uint) ? ReadOf<uint>(group, field, rows, cell => Value.Of((long)cell))
            : type == typeof(long) ? ReadOf<long>(group, field, rows, Value.Of)
            : type == typeof(ulong) ? ReadOf<ulong>(group, field, rows, CellOf.Number)
            : type == typeof(float) ? ReadOf<float>(group, field, rows, CellOf.Number)
            : type == typeof(double) ? ReadOf<double>(group, field, rows, CellOf.Number)
            : type == typeof(decimal) ? ReadOf<decimal>(group, field, rows, Value.Of)
            : type == typeof(Guid) ? ReadOf<Guid>(group, field, rows, cell => Value.Of(cell.ToString()))
            : type == typeof(DateTime) ? ReadOf<DateTime>(group, field, rows, CellOf.Time)
            : type == typeof(DateOnly) ? ReadOf<DateOnly>(group, field, rows, cell => CellOf.Time(cell.ToDateTime(TimeOnly.MinValue)))
            : type == typeof(TimeOnly) ? ReadOf<TimeOnly>(group, field, rows, cell => CellOf.Span(cell.ToTimeSpan()))
            : type == typeof(TimeSpan) ? ReadOf<TimeSpan>(group, field, rows, CellOf.Span)
            : throw new ArgumentOutOfRangeException(nameof(field), type, null);
    }

    private static Func<int, Value> ReadTexts(ParquetRowGroupReader group, DataField field, int rows)
    {
        var texts = new string?[rows];
        group.ReadAsync(field, texts.AsMemory()!).AsTask().GetAwaiter().GetResult();
        return row => CellOf.Text(texts[row]);
    }

    private static Func<int, Value> ReadBytes(ParquetRowGroupReader group, DataField field, int rows)
    {
        var cells = new byte[]?[rows];
        group.ReadAsync(field, cells.AsMemory()!).AsTask().GetAwaiter().GetResult();
        return row => CellOf.Bytes(cells[row]);
    }

    private static Func<int, Value> ReadOf<T>(ParquetRowGroupReader group, DataField field, int rows, Func<T, Value> cellOf)
        where T : struct
    {
        if (field.MaxDefinitionLevel == 0)
        {
            var all = new T[rows];
            group.ReadAsync(field, all.AsMemory()).AsTask().GetAwaiter().GetResult();
            return row => cellOf(all[row]);
        }

        var cells = new T?[rows];
        group.ReadAsync(field, cells.AsMemory()).AsTask().GetAwaiter().GetResult();
        return row => cells[row] is { } cell ? cellOf(cell) : default;
    }
}
