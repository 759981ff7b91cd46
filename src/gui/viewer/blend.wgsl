// Lays the questioned over the reference; the formulas are those of `imaging::Blend::mix`.

struct Corner {
    @builtin(position) place: vec4<f32>,
    @location(0) questioned: vec2<f32>,
    @location(1) reference: vec2<f32>,
    // The mode and how much of the result covers the reference.
    @location(2) how: vec2<f32>,
};

@group(0) @binding(0) var questioned: texture_2d<f32>;
@group(0) @binding(1) var reference: texture_2d<f32>;
@group(0) @binding(2) var nearest_or_linear: sampler;

@vertex
fn vertex(
    @location(0) place: vec2<f32>,
    @location(1) questioned_uv: vec2<f32>,
    @location(2) reference_uv: vec2<f32>,
    @location(3) how: vec2<f32>,
) -> Corner {
    var corner: Corner;
    corner.place = vec4<f32>(place, 0.0, 1.0);
    corner.questioned = questioned_uv;
    corner.reference = reference_uv;
    corner.how = how;
    return corner;
}

fn luma(colour: vec3<f32>) -> f32 {
    return dot(colour, vec3<f32>(0.2126, 0.7152, 0.0722));
}

fn mixed(corner: Corner) -> vec3<f32> {
    let a = textureSample(questioned, nearest_or_linear, corner.questioned).rgb;
    let b = textureSample(reference, nearest_or_linear, corner.reference).rgb;
    let mode = i32(round(corner.how.x));
    var result = a;
    if mode == 1 {
        result = a * b;
    } else if mode == 2 {
        result = a + b - a * b;
    } else if mode == 3 {
        result = abs(a - b);
    } else if mode == 4 {
        result = vec3<f32>(luma(b), luma(a), luma(a));
    } else if mode == 5 {
        result = vec3<f32>(luma(a), luma(b), luma(b));
    }
    return mix(b, result, corner.how.y);
}

@fragment
fn fragment_encoded(corner: Corner) -> @location(0) vec4<f32> {
    return vec4<f32>(mixed(corner), 1.0);
}

// A target that encodes by itself is given linear values.
@fragment
fn fragment_linear(corner: Corner) -> @location(0) vec4<f32> {
    let encoded = mixed(corner);
    let low = encoded / 12.92;
    let high = pow((encoded + 0.055) / 1.055, vec3<f32>(2.4));
    return vec4<f32>(select(high, low, encoded <= vec3<f32>(0.04045)), 1.0);
}
