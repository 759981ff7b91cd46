//! Laying one picture over another on the graphics card: both are read for every pixel of the screen, so nothing lags behind
//! the pointer and no copy of a picture is made.

use std::sync::OnceLock;

use eframe::egui_wgpu::{self, CallbackResources, CallbackTrait, ScreenDescriptor, wgpu};
use eframe::{egui, egui_wgpu::RenderState};
use egui::{Mesh, Pos2, Rect, TextureId};

use crate::domain::Blend;
use crate::imaging::Marks;

/// The graphics card as blending needs it; there is none where nothing is painted.
#[derive(Clone, Default)]
pub(crate) struct Card(Option<RenderState>);

impl Card {
    /// The card that `frame` is painted with.
    pub(crate) fn of(frame: &eframe::Frame) -> Self {
        Self(frame.wgpu_render_state().cloned())
    }

    /// Whether there is one.
    pub(crate) fn is_there(&self) -> bool {
        self.0.is_some()
    }

    /// The textures themselves; `None` if one of them is not on the card yet.
    fn textures(&self, ids: [TextureId; 2]) -> Option<[wgpu::Texture; 2]> {
        let renderer = self.0.as_ref()?.renderer.read();
        let texture = |id| renderer.texture(&id).and_then(|texture| texture.texture.clone());
        Some([texture(ids[0])?, texture(ids[1])?])
    }
}

/// A part of the screen where a tile of each picture lies.
pub(crate) struct Overlap {
    /// A tile of the questioned, cut to that part.
    pub(crate) questioned: Mesh,
    /// A tile of the reference.
    pub(crate) reference: TextureId,
    /// Where in the texture of the reference each vertex lies.
    pub(crate) reference_uv: Vec<Pos2>,
}

/// What is painted in a viewer: how, and all parts.
pub(crate) struct Blended {
    pieces: Vec<Piece>,
    format: Option<wgpu::TextureFormat>,
    mode: f32,
    /// How much of the result covers the reference, 0 to 1.
    share: f32,
    ready: OnceLock<Vec<(wgpu::BindGroup, wgpu::Buffer, u32)>>,
}

struct Piece {
    textures: [wgpu::Texture; 2],
    /// Place on the screen in points and in both textures, three vertices to a triangle.
    vertices: Vec<[f32; 6]>,
}

/// Floats of a vertex on the card: the six of a piece, the mode, the share.
const FLOATS: usize = 8;

impl Blended {
    /// What `overlaps` come to; `None` if something of them is not on the card yet.
    pub(crate) fn new(card: &Card, overlaps: &[Overlap], blend: Blend, marks: Marks, share: f32) -> Option<Self> {
        let mode = match (blend, marks) {
            (Blend::Cover, _) => 0.0,
            (Blend::Multiply, _) => 1.0,
            (Blend::Screen, _) => 2.0,
            (Blend::Difference, _) => 3.0,
            (Blend::TwoColours, Marks::Dark) => 4.0,
            (Blend::TwoColours, Marks::Bright) => 5.0,
        };
        let mut pieces = Vec::with_capacity(overlaps.len());
        for overlap in overlaps {
            let textures = card.textures([overlap.questioned.texture_id, overlap.reference])?;
            let vertex = |index: &u32| {
                let index = usize::try_from(*index).ok()?;
                let (vertex, uv) = (overlap.questioned.vertices.get(index)?, overlap.reference_uv.get(index)?);
                Some([vertex.pos.x, vertex.pos.y, vertex.uv.x, vertex.uv.y, uv.x, uv.y])
            };
            pieces.push(Piece { textures, vertices: overlap.questioned.indices.iter().filter_map(vertex).collect() });
        }
        let format = card.0.as_ref().map(|state| state.target_format);
        Some(Self { pieces, format, mode, share: share.clamp(0.0, 1.0), ready: OnceLock::new() })
    }

    /// The shape that paints it into `rect`.
    pub(crate) fn shape(self, rect: Rect) -> egui::Shape {
        egui::Shape::Callback(egui_wgpu::Callback::new_paint_callback(rect, self))
    }

    fn bytes(&self, piece: &Piece, screen: &ScreenDescriptor) -> Vec<u8> {
        let [width, height] = screen.size_in_pixels.map(|side| side.max(1) as f32 / screen.pixels_per_point);
        let mut bytes = Vec::with_capacity(piece.vertices.len() * FLOATS * 4);
        for [x, y, rest @ ..] in &piece.vertices {
            let floats = [2.0 * x / width - 1.0, 1.0 - 2.0 * y / height].into_iter().chain(*rest).chain([self.mode, self.share]);
            bytes.extend(floats.flat_map(f32::to_ne_bytes));
        }
        bytes
    }
}

/// What stays on the card from frame to frame.
struct Shader {
    pipeline: wgpu::RenderPipeline,
    layout: wgpu::BindGroupLayout,
    sampler: wgpu::Sampler,
}

impl CallbackTrait for Blended {
    fn prepare(
        &self,
        device: &wgpu::Device,
        queue: &wgpu::Queue,
        screen: &ScreenDescriptor,
        _encoder: &mut wgpu::CommandEncoder,
        resources: &mut CallbackResources,
    ) -> Vec<wgpu::CommandBuffer> {
        let Some(format) = self.format else { return Vec::new() };
        if resources.get::<Shader>().is_none() {
            resources.insert(Shader::new(device, format));
        }
        let Some(shader) = resources.get::<Shader>() else { return Vec::new() };
        let ready = self.pieces.iter().map(|piece| {
            let bytes = self.bytes(piece, screen);
            let buffer = device.create_buffer(&wgpu::BufferDescriptor {
                label: Some("blended vertices"),
                size: (bytes.len() as u64).max(4),
                usage: wgpu::BufferUsages::VERTEX | wgpu::BufferUsages::COPY_DST,
                mapped_at_creation: false,
            });
            queue.write_buffer(&buffer, 0, &bytes);
            (shader.bind(device, &piece.textures), buffer, piece.vertices.len() as u32)
        });
        self.ready.get_or_init(|| ready.collect());
        Vec::new()
    }

    fn paint(&self, info: egui::PaintCallbackInfo, pass: &mut wgpu::RenderPass<'static>, resources: &CallbackResources) {
        let (Some(shader), Some(ready)) = (resources.get::<Shader>(), self.ready.get()) else { return };
        let [width, height] = info.screen_size_px.map(|side| side as f32);
        pass.set_viewport(0.0, 0.0, width, height, 0.0, 1.0);
        pass.set_pipeline(&shader.pipeline);
        for (textures, vertices, count) in ready {
            pass.set_bind_group(0, textures, &[]);
            pass.set_vertex_buffer(0, vertices.slice(..));
            pass.draw(0..*count, 0..1);
        }
    }
}

impl Shader {
    fn new(device: &wgpu::Device, format: wgpu::TextureFormat) -> Self {
        let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
            label: Some("blend"),
            source: wgpu::ShaderSource::Wgsl(include_str!("blend.wgsl").into()),
        });
        let texture = |binding| wgpu::BindGroupLayoutEntry {
            binding,
            visibility: wgpu::ShaderStages::FRAGMENT,
            ty: wgpu::BindingType::Texture {
                multisampled: false,
                sample_type: wgpu::TextureSampleType::Float { filterable: true },
                view_dimension: wgpu::TextureViewDimension::D2,
            },
            count: None,
        };
        let sampler = wgpu::BindGroupLayoutEntry {
            binding: 2,
            visibility: wgpu::ShaderStages::FRAGMENT,
            ty: wgpu::BindingType::Sampler(wgpu::SamplerBindingType::Filtering),
            count: None,
        };
        let layout = device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
            label: Some("blend"),
            entries: &[texture(0), texture(1), sampler],
        });
        let pipeline_layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
            label: Some("blend"),
            bind_group_layouts: &[Some(&layout)],
            immediate_size: 0,
        });
        let entry = if format.is_srgb() { "fragment_linear" } else { "fragment_encoded" };
        let pipeline = device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
            label: Some("blend"),
            layout: Some(&pipeline_layout),
            vertex: wgpu::VertexState {
                module: &module,
                entry_point: Some("vertex"),
                buffers: &[Some(wgpu::VertexBufferLayout {
                    array_stride: (FLOATS * 4) as u64,
                    step_mode: wgpu::VertexStepMode::Vertex,
                    attributes: &wgpu::vertex_attr_array![0 => Float32x2, 1 => Float32x2, 2 => Float32x2, 3 => Float32x2],
                })],
                compilation_options: wgpu::PipelineCompilationOptions::default(),
            },
            primitive: wgpu::PrimitiveState::default(),
            depth_stencil: None,
            multisample: wgpu::MultisampleState::default(),
            fragment: Some(wgpu::FragmentState {
                module: &module,
                entry_point: Some(entry),
                targets: &[Some(format.into())],
                compilation_options: wgpu::PipelineCompilationOptions::default(),
            }),
            multiview_mask: None,
            cache: None,
        });
        // As the tiles are painted alone: squares when enlarged, smooth when shrunk.
        let sampler = device.create_sampler(&wgpu::SamplerDescriptor {
            label: Some("blend"),
            mag_filter: wgpu::FilterMode::Nearest,
            min_filter: wgpu::FilterMode::Linear,
            ..wgpu::SamplerDescriptor::default()
        });
        Self { pipeline, layout, sampler }
    }

    fn bind(&self, device: &wgpu::Device, textures: &[wgpu::Texture; 2]) -> wgpu::BindGroup {
        let [questioned, reference] = textures.each_ref().map(|texture| texture.create_view(&wgpu::TextureViewDescriptor::default()));
        let view = |binding, view| wgpu::BindGroupEntry { binding, resource: wgpu::BindingResource::TextureView(view) };
        let sampler = wgpu::BindGroupEntry { binding: 2, resource: wgpu::BindingResource::Sampler(&self.sampler) };
        device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("blend"),
            layout: &self.layout,
            entries: &[view(0, &questioned), view(1, &reference), sampler],
        })
    }
}
