using System.Buffers.Binary;
using System.Text;

namespace ScfAspire.RuntimeAgent.Gob;

/// <summary>
/// Reads the messages of one gob stream, whose types are known only from the stream itself. Structs become dictionaries by field name, without the
/// fields that were not sent; slices and arrays become lists; numbers <c>long</c>, <c>ulong</c> or <c>double</c>.
/// </summary>
internal sealed class GobReader
{
    private const int MostDepth = 32;

    private readonly Dictionary<int, Shape> _shapes = [];

    private enum Form
    {
        Array,
        Slice,
        Struct,
        Map,
        Opaque,
    }

    /// <summary>Reads one message without its length.</summary>
    /// <returns>The value, or null when the message defines a type.</returns>
    /// <exception cref="GobFormatException">It is not one.</exception>
    public object? Read(ReadOnlySpan<byte> message)
    {
        var cursor = new GobCursor(message);
        var id = cursor.Signed();
        if (id < 0)
        {
            _shapes[checked((int)-id)] = ReadShape(ref cursor);
            return null;
        }

        var type = checked((int)id);
        // A value that is no struct has a zero in front.
        if ((!_shapes.TryGetValue(type, out var shape) || shape.Form != Form.Struct) && cursor.Unsigned() != 0) throw new GobFormatException("A value begins wrongly.");
        return Value(ref cursor, type, 0);
    }

    private object Value(ref GobCursor cursor, int type, int depth)
    {
        if (depth > MostDepth) throw new GobFormatException("A value is nested too deep.");
        return type switch
        {
            GobType.Bool => cursor.Unsigned() != 0,
            GobType.Int => cursor.Signed(),
            GobType.Uint => cursor.Unsigned(),
            GobType.Float => BitConverter.UInt64BitsToDouble(BinaryPrimitives.ReverseEndianness(cursor.Unsigned())),
            GobType.Bytes => cursor.Bytes().ToArray(),
            GobType.String => Encoding.UTF8.GetString(cursor.Bytes()),
            _ => _shapes.TryGetValue(type, out var shape) ? Composite(ref cursor, shape, depth) : throw new GobFormatException($"Type {type} is not defined."),
        };
    }

    private object Composite(ref GobCursor cursor, Shape shape, int depth)
    {
        switch (shape.Form)
        {
            case Form.Opaque:
                return cursor.Bytes().ToArray();
            case Form.Struct:
                var fields = new Dictionary<string, object>();
                for (var field = -1; cursor.Step() is var step and > 0;)
                {
                    field += step;
                    if (field >= shape.Fields.Count) throw new GobFormatException($"Field {field} is not defined.");
                    fields[shape.Fields[field].Name] = Value(ref cursor, shape.Fields[field].Type, depth + 1);
                }

                return fields;
            case Form.Map:
                var pairs = new List<KeyValuePair<object, object>>();
                for (var left = cursor.Count(); left > 0; left--) pairs.Add(new(Value(ref cursor, shape.Key, depth + 1), Value(ref cursor, shape.Element, depth + 1)));
                return pairs;
            default:
                var items = new List<object>();
                for (var left = cursor.Count(); left > 0; left--) items.Add(Value(ref cursor, shape.Element, depth + 1));
                return items;
        }
    }

    // A struct with one field of several: array, slice, struct, map, or a type that writes itself.
    private static Shape ReadShape(ref GobCursor cursor)
    {
        Shape? shape = null;
        for (var field = -1; cursor.Step() is var step and > 0;)
        {
            field += step;
            shape = field switch
            {
                0 => Numbers(ref cursor, Form.Array),
                1 => Numbers(ref cursor, Form.Slice),
                2 => Fields(ref cursor),
                3 => Numbers(ref cursor, Form.Map),
                4 or 5 or 6 => Numbers(ref cursor, Form.Opaque),
                _ => throw new GobFormatException("A type is of no known form."),
            };
        }

        return shape ?? throw new GobFormatException("A type is empty.");
    }

    // Name and identity, then one or two numbers.
    private static Shape Numbers(ref GobCursor cursor, Form form)
    {
        int first = 0, second = 0;
        for (var field = -1; cursor.Step() is var step and > 0;)
        {
            field += step;
            if (field == 0) SkipCommon(ref cursor);
            else if (field == 1) first = checked((int)cursor.Signed());
            else second = checked((int)cursor.Signed());
        }

        return form == Form.Map ? new Shape(form, [], Element: second, Key: first) : new Shape(form, [], Element: first, Key: 0);
    }

    private static Shape Fields(ref GobCursor cursor)
    {
        List<(string, int)> fields = [];
        for (var field = -1; cursor.Step() is var step and > 0;)
        {
            field += step;
            if (field == 0)
            {
                SkipCommon(ref cursor);
                continue;
            }

            for (var left = cursor.Count(); left > 0; left--) fields.Add(Common(ref cursor));
        }

        return new Shape(Form.Struct, fields, 0, 0);
    }

    private static void SkipCommon(ref GobCursor cursor) => _ = Common(ref cursor);

    // A name and a type's identity.
    private static (string Name, int Type) Common(ref GobCursor cursor)
    {
        var (name, type) = ("", 0);
        for (var field = -1; cursor.Step() is var step and > 0;)
        {
            field += step;
            if (field == 0) name = Encoding.UTF8.GetString(cursor.Bytes());
            else type = checked((int)cursor.Signed());
        }

        return (name, type);
    }

    private sealed record Shape(Form Form, List<(string Name, int Type)> Fields, int Element, int Key);
}
